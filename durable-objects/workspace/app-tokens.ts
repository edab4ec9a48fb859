// One app token a platform, requested once however many ask. Kept in memory only: the client secret brings a new one at
// any time.
import { AppError } from "#core/errors.ts";
import type { Platform } from "#core/channel/channel-ref.ts";
import type { Config } from "../../adapters/config.ts";
import { requestAppToken, type AppToken } from "../../adapters/http/app-token.ts";

/** A token is renewed this long before it ends, so that no call is made with one that ends on the way. */
const marginMs = 10 * 60_000;

export class AppTokens {
  readonly #config: Pick<Config, Platform>;
  readonly #tokens = new Map<Platform, Promise<AppToken>>();

  constructor(config: Pick<Config, Platform>) {
    this.#config = config;
  }

  /** `rejected` is a token the platform no longer takes. Throws `not_configured` and what the platform's refusal means. */
  async get(platform: Platform, rejected: string | null): Promise<string> {
    const app = this.#config[platform];
    if (!app) throw new AppError("not_configured", `${platform} has no client id and secret on this deployment.`);
    const running = this.#tokens.get(platform);
    const present = await running?.catch(() => null);
    if (present && present.token !== rejected && present.expiresAtMs > Date.now() + marginMs) return present.token;
    // Whoever comes first replaces the spent one; the others find its request under way.
    if (this.#tokens.get(platform) === running) this.#tokens.set(platform, requestAppToken(platform, app, Date.now()));
    const asked = this.#tokens.get(platform) ?? requestAppToken(platform, app, Date.now());
    return (await asked).token;
  }
}
