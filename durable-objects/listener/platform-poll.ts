// Asks a platform about all channels of a listener in one call, with an app token that is renewed when refused.
import { AppError } from "#core/errors.ts";
import type { PlatformStatus } from "#core/listener/platform-status.ts";
import { unwrap } from "#core/outcome.ts";
import type { Platform } from "#core/channel/channel-ref.ts";
import type { Config, PlatformApp } from "../../adapters/config.ts";
import { withAppToken } from "../../adapters/http/with-app-token.ts";
import { getKickStatus } from "../../adapters/kick/kick-api.ts";
import { getTwitchStatus } from "../../adapters/twitch/helix.ts";
import { workspaceStub } from "../stubs.ts";

export class PlatformPoll {
  readonly #env: Pick<Env, "Workspace">;
  readonly #platform: Platform;
  readonly #app: PlatformApp | null;
  #token: string | null = null;

  constructor(env: Pick<Env, "Workspace">, platform: Platform, config: Config) {
    this.#env = env;
    this.#platform = platform;
    this.#app = config[platform];
  }

  /** By channel id; a channel that is missing is offline. Throws an AppError when the platform does not say. */
  status(channelIds: readonly string[]): Promise<ReadonlyMap<string, PlatformStatus>> {
    const ask = this.#platform === "twitch" ? getTwitchStatus : getKickStatus;
    return this.call((app, token) => ask(app, token, channelIds));
  }

  /** One call with an app token; a refused token is replaced once. */
  async call<T>(run: (app: PlatformApp, token: string) => Promise<T>): Promise<T> {
    const app = this.#app;
    if (!app) throw new AppError("not_configured", `${this.#platform} has no client id and secret on this deployment.`);
    return withAppToken(
      async (rejected) => {
        if (this.#token === null || this.#token === rejected) {
          this.#token = unwrap(await workspaceStub(this.#env).appToken(this.#platform, rejected));
        }
        return this.#token;
      },
      (token) => run(app, token),
    );
  }
}
