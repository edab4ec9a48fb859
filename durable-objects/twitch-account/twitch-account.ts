// One connected Twitch account: keeps its tokens, which never leave it, and makes the calls to Helix that clip desks ask
// for. Whether the consent still stands is asked when it is given, when the object starts late, and each hour.
import { DurableObject } from "cloudflare:workers";
import { connectAccount, isCheckDue, nextCheckMs } from "#core/accounts/account-state.ts";
import type { ConnectedAccount } from "#core/accounts/connected-account.ts";
import type { ClipCalls, LiveClipRequest, VodClipRequest } from "#core/clips/twitch/clip-calls.ts";
import { AppError } from "#core/errors.ts";
import { attempt, type Outcome } from "#core/outcome.ts";
import { parseConfig } from "../../adapters/config.ts";
import type { ConnectedGrant } from "../../adapters/twitch/twitch-grant.ts";
import { armAlarm } from "../alarm.ts";
import { objectName } from "../object-name.ts";
import { type OutboxMessage, receiver, type SendResult } from "../outbox-receiver.ts";
import type { TwitchAccountRpc } from "../rpc/twitch-account-rpc.ts";
import { workspaceStub } from "../stubs.ts";
import { AccountCalls, callsWithout } from "./account-calls.ts";
import { AccountGrant } from "./account-grant.ts";
import { type AccountMessage, accountMessageSchema, AccountStorage } from "./account-storage.ts";
import { TokenCipher } from "./token-cipher.ts";

const notConfigured = "Connected accounts need a Twitch app and TOKEN_KEY to be set up on this deployment.";

export class TwitchAccount extends DurableObject<Env> implements TwitchAccountRpc {
  readonly #userId: string;
  readonly #storage: AccountStorage;
  /** Null where the deployment has no Twitch app or no key for tokens. */
  readonly #able: { readonly grant: AccountGrant; readonly calls: AccountCalls } | null;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#userId = objectName(ctx);
    this.#storage = new AccountStorage(
      ctx.storage,
      receiver(accountMessageSchema, (messages) => this.#tell(messages)),
      (count) => workspaceStub(env).noteSetAside(`TwitchAccount ${this.#userId}`, count),
      () => void this.#settle(),
    );
    const { twitch, tokenKey } = parseConfig(env);
    if (twitch && tokenKey) {
      const grant = new AccountGrant(twitch, new TokenCipher(tokenKey, this.#userId), this.#storage);
      this.#able = { grant, calls: new AccountCalls(twitch, grant, this.#storage) };
    } else this.#able = null;
    // An alarm that was lost is armed again, and a check that is overdue comes at once.
    void ctx.blockConcurrencyWhile(() => this.#arm());
  }

  /** Keeps what a person has granted, in place of what they granted before, and asks Twitch whether it stands. */
  connectAccount(grant: ConnectedGrant): Promise<Outcome<ConnectedAccount>> {
    return attempt(async () => {
      const { identity, accessToken, refreshToken } = grant;
      const isOurs = identity.platform === "twitch" && identity.userId === this.#userId;
      if (!isOurs || !/^\d{1,20}$/.test(this.#userId)) throw new AppError("bad_request");
      if (!this.#able) throw new AppError("not_configured", notConfigured);
      const connected = connectAccount(this.#storage.state(), { ...identity, ...grant }, Date.now());
      await this.#able.grant.replace(connected, { accessToken, refreshToken });
      return (await this.validateNow()) ?? connected.account;
    });
  }

  /** Gives the consent back to Twitch and forgets it. */
  async disconnect(): Promise<void> {
    if (this.#able) await this.#able.grant.giveBack();
    else this.#storage.forget();
    await this.#settle();
  }

  state(): ConnectedAccount | null {
    return this.#storage.state()?.account ?? null;
  }

  async validateNow(): Promise<ConnectedAccount | null> {
    if (this.#storage.state()) await this.#able?.grant.check();
    await this.#settle();
    return this.state();
  }

  /** Catches up on a check that is due and on what the workspace has not heard; safe to call at any time. */
  async wake(): Promise<void> {
    const state = this.#storage.state();
    if (state && isCheckDue(state, Date.now())) await this.validateNow();
    else await this.#settle();
  }

  override async alarm(): Promise<void> {
    await this.wake();
  }

  createLiveClip(request: LiveClipRequest): ReturnType<ClipCalls["createLiveClip"]> {
    return this.#calls().createLiveClip(request);
  }

  createVodClip(request: VodClipRequest): ReturnType<ClipCalls["createVodClip"]> {
    return this.#calls().createVodClip(request);
  }

  getClips(twitchClipIds: readonly string[]): ReturnType<ClipCalls["getClips"]> {
    return this.#calls().getClips(twitchClipIds);
  }

  findClips(broadcasterId: string, fromMs: number, toMs: number): ReturnType<ClipCalls["findClips"]> {
    return this.#calls().findClips(broadcasterId, fromMs, toMs);
  }

  findVods(broadcasterId: string): ReturnType<ClipCalls["findVods"]> {
    return this.#calls().findVods(broadcasterId);
  }

  getDownloads(broadcasterId: string, editorId: string, ids: readonly string[]): ReturnType<ClipCalls["getDownloads"]> {
    return this.#calls().getDownloads(broadcasterId, editorId, ids);
  }

  #calls(): ClipCalls {
    return this.#able?.calls ?? callsWithout(notConfigured);
  }

  /** Armed before the workspace is asked: what an object owed that ends meanwhile goes out by the alarm. */
  async #settle(): Promise<void> {
    await this.#arm();
    await this.#storage.outbox.flush();
    await this.#arm();
  }

  async #arm(): Promise<void> {
    const state = this.#able ? this.#storage.state() : null;
    const checkAtMs = state && nextCheckMs(state, Date.now());
    await armAlarm(this.ctx.storage, [checkAtMs, this.#storage.outbox.nextDueMs()]);
  }

  async #tell(messages: readonly OutboxMessage<AccountMessage>[]): Promise<SendResult> {
    const workspace = workspaceStub(this.env);
    for (const { body: message } of messages) {
      if (message.type === "changed") await workspace.accountChanged(message.account);
      else await workspace.accountGone(this.#userId);
    }
    return "done";
  }
}
