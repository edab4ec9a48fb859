// Runs a call that needs an app token, and once more with a new token when the platform refuses the first.
import { PlatformStatusError } from "./call-json.ts";

/** Gives a token to use; `rejected` is one that the platform no longer takes. */
export type AppTokenSource = (rejected: string | null) => Promise<string>;

export async function withAppToken<T>(tokenFor: AppTokenSource, run: (token: string) => Promise<T>): Promise<T> {
  const token = await tokenFor(null);
  try {
    return await run(token);
  } catch (error) {
    if (!(error instanceof PlatformStatusError) || error.status !== 401) throw error;
    return run(await tokenFor(token));
  }
}
