// Remembers Kick's public key for the life of an isolate.
import { AppError } from "#core/errors.ts";
import { getKickPublicKey } from "./kick-api.ts";

/** A flood of forged webhooks must not become a flood of questions to Kick. */
const askAtMostEveryMs = 60_000;
/** While no key is known, real deliveries wait for it, so it is asked for again sooner. */
const askUnknownEveryMs = 5_000;

let known: { readonly apiUrl: string; readonly pem: string | null; readonly askedAtMs: number } | null = null;

/** `refresh` when a signature failed with the known key. Throws `platform_unavailable` while Kick has not told any. */
export async function kickPublicKey(apiUrl: string | null, refresh: boolean): Promise<string> {
  if (apiUrl === null) throw new AppError("not_configured", "Kick has not been set up on this deployment.");
  const present = known?.apiUrl === apiUrl ? known : null;
  const ageMs = present ? Date.now() - present.askedAtMs : Number.POSITIVE_INFINITY;
  if (present?.pem && (!refresh || ageMs < askAtMostEveryMs)) return present.pem;
  if (present?.pem === null && ageMs < askUnknownEveryMs) throw new AppError("platform_unavailable");
  try {
    const pem = await getKickPublicKey(apiUrl);
    known = { apiUrl, pem, askedAtMs: Date.now() };
    return pem;
  } catch (error) {
    known = { apiUrl, pem: present?.pem ?? null, askedAtMs: Date.now() };
    if (present?.pem) return present.pem;
    throw error;
  }
}
