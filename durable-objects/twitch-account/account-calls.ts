// Makes an account's calls to Helix: none that is not permitted or would be refused for its number, each once, and once
// more with a new token where the first was refused.
import { doubted, isCheckDue } from "#core/accounts/account-state.ts";
import { type CallNeed, callProblem } from "#core/accounts/call-permit.ts";
import { exhaust, learnRate, type RateKind, takePoint, unknownRate } from "#core/accounts/rate-bucket.ts";
import type { ClipAnswer, ClipCalls } from "#core/clips/twitch/clip-calls.ts";
import type { PlatformApp } from "../../adapters/config.ts";
import type { HelixResult } from "../../adapters/twitch/helix-call.ts";
import * as helix from "../../adapters/twitch/helix-clips.ts";
import type { AccountGrant } from "./account-grant.ts";
import type { AccountStorage } from "./account-storage.ts";

const notConnected = "This Twitch account is not connected. Connect it under Accounts.";

interface Call<T> {
  readonly need: CallNeed;
  readonly rate: RateKind;
  readonly send: (app: PlatformApp, token: string) => Promise<HelixResult<T>>;
}

/** `token` is null where nothing was sent. */
interface Sent<T> {
  readonly answer: ClipAnswer<T>;
  readonly token: string | null;
}

export class AccountCalls implements ClipCalls {
  readonly #app: PlatformApp;
  readonly #grant: AccountGrant;
  readonly #storage: AccountStorage;
  /** In memory only: after a restart the first answer tells it again. */
  #rate = unknownRate;

  constructor(app: PlatformApp, grant: AccountGrant, storage: AccountStorage) {
    this.#app = app;
    this.#grant = grant;
    this.#storage = storage;
  }

  createLiveClip: ClipCalls["createLiveClip"] = (request) =>
    this.#make({
      need: { need: "edit" },
      rate: "creation",
      send: (app, token) => helix.createLiveClip(app, token, request),
    });

  createVodClip: ClipCalls["createVodClip"] = (request) =>
    this.#make({
      need: { need: "manage", broadcasterId: request.broadcasterId },
      rate: "creation",
      send: (app, token) => helix.createVodClip(app, token, request),
    });

  /** Helix refuses a question about no clip. */
  getClips: ClipCalls["getClips"] = async (ids) =>
    ids.length === 0 ? { status: "ok", value: [] } : this.#read((app, token) => helix.getClips(app, token, ids));

  findClips: ClipCalls["findClips"] = (broadcasterId, fromMs, toMs) =>
    this.#read((app, token) => helix.findClips(app, token, { broadcasterId, fromMs, toMs }));

  findVods: ClipCalls["findVods"] = (broadcasterId) =>
    this.#read((app, token) => helix.findVods(app, token, broadcasterId));

  getDownloads: ClipCalls["getDownloads"] = (broadcasterId, editorId, ids) =>
    this.#make({
      need: { need: "manage", broadcasterId },
      rate: "downloads",
      send: (app, token) => helix.getDownloads(app, token, { broadcasterId, editorId, ids }),
    });

  #read<T>(send: Call<T>["send"]): Promise<ClipAnswer<T>> {
    return this.#make({ need: { need: "read" }, rate: "general", send });
  }

  async #make<T>(call: Call<T>): Promise<ClipAnswer<T>> {
    const state = this.#storage.state();
    if (!state) return noAccount(notConnected);
    if (isCheckDue(state, Date.now())) await this.#grant.check();
    const first = await this.#once(call, null);
    if (!isUnauthorized(first.answer)) return first.answer;
    const second = await this.#once(call, first.token);
    const after = this.#storage.state();
    if (isUnauthorized(second.answer) && after) this.#storage.save(doubted(after, Date.now()));
    return second.answer;
  }

  /** `rejected` is the token that Helix has refused a moment ago. */
  async #once<T>(call: Call<T>, rejected: string | null): Promise<Sent<T>> {
    const before = this.#problem(call.need);
    if (before !== null) return unsent(noAccount(before));
    const token = await this.#grant.token(rejected);
    // Asked again, because a refresh may have changed what the account may do.
    const after = this.#problem(call.need);
    if (after !== null || token.status === "ended") return unsent(noAccount(after ?? notConnected));
    if (token.status === "later") return unsent({ status: "rate_limited", retryAtMs: token.retryAtMs });
    const { bucket, retryAtMs } = takePoint(this.#rate, call.rate, Date.now());
    if (retryAtMs !== null) return unsent({ status: "rate_limited", retryAtMs });
    this.#rate = bucket;
    const result = await call.send(this.#app, token.token);
    return { answer: this.#answer(result, call.rate), token: token.token };
  }

  #problem(need: CallNeed): string | null {
    const account = this.#storage.state()?.account;
    return account ? callProblem(account, need) : notConnected;
  }

  #answer<T>(result: HelixResult<T>, kind: RateKind): ClipAnswer<T> {
    const nowMs = Date.now();
    if (result.rate) this.#rate = learnRate(this.#rate, result.rate, nowMs);
    switch (result.status) {
      case "ok":
        return { status: "ok", value: result.value };
      case "refused":
        return { status: "refused", httpStatus: result.httpStatus, message: result.message };
      case "rate_limited": {
        const { bucket, retryAtMs } = exhaust(this.#rate, kind, result.rate, nowMs);
        this.#rate = bucket;
        return { status: "rate_limited", retryAtMs };
      }
      case "unanswered":
        return { status: "unanswered", detail: result.detail };
    }
  }
}

/** The calls of a deployment that cannot make any; each says why. */
export function callsWithout(problem: string): ClipCalls {
  const answer = () => Promise.resolve(noAccount(problem));
  return {
    createLiveClip: answer,
    createVodClip: answer,
    getClips: answer,
    findClips: answer,
    findVods: answer,
    getDownloads: answer,
  };
}

function noAccount(problem: string): ClipAnswer<never> {
  return { status: "no_account", problem };
}

function unsent(answer: ClipAnswer<never>): Sent<never> {
  return { answer, token: null };
}

function isUnauthorized(answer: ClipAnswer<unknown>): boolean {
  return answer.status === "refused" && answer.httpStatus === 401;
}
