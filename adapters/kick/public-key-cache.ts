// Remembers Kick's public key for the life of an isolate.
import { AppError } from "#core/errors.ts";
import { getKickPublicKey } from "./kick-api.ts";

/** A flood of forged webhooks must not become a flood of questions to Kick. */
const askAtMostEveryMs = 60_000;
let known: { readonly apiUrl: string; readonly pem: string; readonly askedAtMs: number } | null = null;

/** `refresh` when a signature failed with the known key. Throws `platform_unavailable` while Kick has not told any. */
export async function kickPublicKey(apiUrl: string | null, refresh: boolean): Promise<string> {
  if (apiUrl === null) throw new AppError("not_configured", "Kick has not been set up on this deployment.");
  const present = known?.apiUrl === apiUrl ? known : null;
  if (present && (!refresh || Date.now() - present.askedAtMs < askAtMostEveryMs)) return present.pem;
  try {
    known = { apiUrl, pem: await getKickPublicKey(apiUrl), askedAtMs: Date.now() };
    return known.pem;
  } catch (error) {
    if (!present) throw error;
    known = { ...present, askedAtMs: Date.now() };
    return present.pem;
  }
}
