// Asks a stream's address as this page would, and then without wanting to read the answer, which any page may do.

/** `closed`: it answers, and lets no other site read it (CORS). */
export type Readability = "readable" | "closed" | "silent";

const withinMs = 8_000;

export async function canRead(address: string, signal: AbortSignal): Promise<Readability> {
  if (await answers(address, "cors", signal)) return "readable";
  return (await answers(address, "no-cors", signal)) ? "closed" : "silent";
}

async function answers(address: string, mode: RequestMode, signal: AbortSignal): Promise<boolean> {
  const end = new AbortController();
  const within = AbortSignal.any([signal, end.signal, AbortSignal.timeout(withinMs)]);
  try {
    await fetch(address, { mode, signal: within, credentials: "omit", cache: "no-store" });
    return true;
  } catch {
    return false;
  } finally {
    end.abort();
  }
}
