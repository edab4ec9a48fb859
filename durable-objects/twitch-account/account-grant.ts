// The consent of one account: gives out an access token that should work, renews it once however many ask, and asks
// Twitch whether it still stands. What an answer means is decided in core/accounts.
import { z } from "zod";
import {
  type AccountState,
  afterCheck,
  afterRefresh,
  isExpired,
  isExpiring,
  unreadable,
  waitUntilMs,
} from "#core/accounts/account-state.ts";
import type { RefreshAnswer } from "#core/accounts/grant-answer.ts";
import { AppError } from "#core/errors.ts";
import type { PlatformApp } from "../../adapters/config.ts";
import { refreshGrant, validateToken } from "../../adapters/twitch/twitch-grant.ts";
import { revokeToken } from "../../adapters/twitch/twitch-oauth.ts";
import type { AccountStorage } from "./account-storage.ts";
import { SingleFlight } from "./single-flight.ts";
import type { TokenCipher } from "./token-cipher.ts";

const tokensSchema = z.object({ accessToken: z.string(), refreshToken: z.string() });
type Tokens = z.infer<typeof tokensSchema>;

export type UsableToken =
  | { readonly status: "usable"; readonly token: string }
  /** Twitch could not be asked for a new one; nothing is lost. */
  | { readonly status: "later"; readonly retryAtMs: number }
  | { readonly status: "ended" };

export class AccountGrant {
  readonly #app: PlatformApp;
  readonly #cipher: TokenCipher;
  readonly #storage: AccountStorage;
  readonly #refreshes = new SingleFlight();
  readonly #checks = new SingleFlight();
  /** Opened; the very object says which consent a slow answer was about. */
  #tokens: Tokens | null = null;

  constructor(app: PlatformApp, cipher: TokenCipher, storage: AccountStorage) {
    this.#app = app;
    this.#cipher = cipher;
    this.#storage = storage;
  }

  /** Keeps a new consent in place of the old one. */
  async replace(state: AccountState, tokens: Tokens): Promise<void> {
    const sealed = await this.#cipher.seal(JSON.stringify(tokens));
    this.#storage.save(state, sealed);
    this.#tokens = tokens;
  }

  /** Gives the consent back to Twitch, once nothing here can use it any more. */
  async giveBack(): Promise<void> {
    const tokens = await this.#open().catch(() => null);
    this.#storage.forget();
    this.#tokens = null;
    if (tokens) await this.#revokeAll(tokens);
  }

  /** `rejected` is a token that Twitch has just refused. */
  async token(rejected: string | null): Promise<UsableToken> {
    const opened = await this.#openOrNote();
    const state = this.#storage.state();
    if (!opened || !state) return { status: "ended" };
    const nowMs = Date.now();
    const isRejected = opened.accessToken === rejected;
    if (!isRejected && !isExpiring(state, nowMs)) return { status: "usable", token: opened.accessToken };
    const waitMs = waitUntilMs(state, nowMs);
    if (waitMs === null) await this.#refresh();
    const after = this.#storage.state();
    const tokens = this.#tokens;
    if (!after || !tokens || after.account.status === "revoked" || after.account.status === "client_mismatch") {
      return { status: "ended" };
    }
    const isUsable = tokens.accessToken !== rejected && !isExpired(after, Date.now());
    if (isUsable) return { status: "usable", token: tokens.accessToken };
    return { status: "later", retryAtMs: waitUntilMs(after, Date.now()) ?? Date.now() };
  }

  /** Asks Twitch whether the consent stands; a token that has ended is renewed. */
  check(): Promise<void> {
    return this.#checks.run(this.#storage.sealedTokens(), () => this.#checkOnce());
  }

  async #checkOnce(): Promise<void> {
    const tokens = await this.#openOrNote();
    if (!tokens) return;
    const answer = await validateToken(this.#app, tokens.accessToken);
    const state = this.#storage.state();
    // Replaced while Twitch was asked: what replaced it comes from Twitch itself.
    if (!state || tokens !== this.#tokens) return;
    if (answer.status === "invalid") await this.#refresh();
    else this.#storage.save(afterCheck(state, answer, this.#app.clientId, Date.now()));
  }

  #refresh(): Promise<void> {
    return this.#refreshes.run(this.#tokens, () => this.#refreshOnce());
  }

  async #refreshOnce(): Promise<void> {
    const tokens = this.#tokens;
    if (!tokens) return;
    const answer = await refreshGrant(this.#app, tokens.refreshToken);
    const renewed = answer.status === "granted" ? await this.#sealed(answer) : null;
    const state = this.#storage.state();
    if (!state || tokens !== this.#tokens) {
      // Disconnected or connected anew meanwhile: nobody may be left with what came too late.
      if (renewed) await this.#revokeAll(renewed.tokens);
      return;
    }
    this.#storage.save(afterRefresh(state, answer, Date.now()), renewed?.sealed);
    if (!renewed) return;
    this.#tokens = renewed.tokens;
    // The old refresh token may be worth nothing now, so the new one is on disk before anything is done with its pair.
    await this.#storage.sync();
  }

  async #sealed({ accessToken, refreshToken }: Extract<RefreshAnswer, { status: "granted" }>) {
    const tokens = { accessToken, refreshToken };
    return { tokens, sealed: await this.#cipher.seal(JSON.stringify(tokens)) };
  }

  /** Null where there are none, or none that can be read; the latter is noted. */
  async #openOrNote(): Promise<Tokens | null> {
    try {
      return await this.#open();
    } catch (error) {
      const state = this.#storage.state();
      if (!(error instanceof AppError)) throw error;
      if (state) this.#storage.save(unreadable(state, error.message, Date.now()));
      return null;
    }
  }

  async #open(): Promise<Tokens | null> {
    const sealed = this.#tokens ? null : this.#storage.sealedTokens();
    if (sealed === null) return this.#tokens;
    const text = await this.#cipher.open(sealed);
    // Another caller may have opened, replaced or forgotten them in the meantime.
    if (sealed === this.#storage.sealedTokens()) this.#tokens ??= tokensSchema.parse(JSON.parse(text));
    return this.#tokens;
  }

  async #revokeAll({ accessToken, refreshToken }: Tokens): Promise<void> {
    await Promise.all([accessToken, refreshToken].map((token) => revokeToken(this.#app, token)));
  }
}
