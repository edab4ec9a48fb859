// Remembers Kick's public key for the life of an isolate.
import { AppError } from "#core/errors.ts";
import { getKickPublicKey } from "./kick-api.ts";

/** A flood of forged webhooks must not become a flood of questions to Kick. */
const refreshAtMostEveryMs = 60_000;

let known: { readonly apiUrl: string; readonly pem: string; readonly askedAtMs: number } | null = null;

/** Throws `platform_unavailable` when the key is not known yet and Kick does not answer. */
export async function kickPublicKey(apiUrl: string | null, refresh: boolean): Promise<string> {
  if (apiUrl === null) throw new AppError("not_configured", "Kick has not been set up on this deployment.");
  const isKnown = known !== null && known.apiUrl === apiUrl;
  if (known && isKnown && (!refresh || Date.now() - known.askedAtMs < refreshAtMostEveryMs)) return known.pem;
  try {
    known = { apiUrl, pem: await getKickPublicKey(apiUrl), askedAtMs: Date.now() };
  } catch (error) {
    if (!known || !isKnown) throw error;
    known = { ...known, askedAtMs: Date.now() };
  }
  return known.pem;
}
