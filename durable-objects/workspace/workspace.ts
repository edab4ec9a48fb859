// The one object of a deployment: members and sign-in, channels and the listener that hears each, app tokens, and the
// live summary the dashboard shows.
import { DurableObject } from "cloudflare:workers";
import type { ChannelSummary } from "#core/live/channel-summary.ts";
import { type Channel, emptyFeed } from "#core/live/live-message.ts";
import { AppError } from "#core/errors.ts";
import { assignListener } from "#core/listener/assign-listener.ts";
import { type Identity, type Member, memberFor, type Role } from "#core/members/member.ts";
import { attempt, type Outcome } from "#core/outcome.ts";
import { channelKey, type ChannelRef, type Platform } from "#core/platform.ts";
import { type Config, parseConfig } from "../../functions/config.ts";
import { requestAppToken, type AppToken } from "../../functions/http/app-token.ts";
import { armAlarm } from "../alarm.ts";
import { Outbox, type OutboxMessage } from "../outbox.ts";
import { deskStub, listenerStub, monitorStub } from "../stubs.ts";
import { type AssignedChannel, WorkspaceStorage } from "./workspace-storage.ts";

const signInLifetimeMs = 14 * 24 * 3_600_000;
/** A token is renewed this long before it ends, so that no call is made with one that ends on the way. */
const tokenMarginMs = 10 * 60_000;

const wokenAtOnce = 20;

export class Workspace extends DurableObject<Env> {
  readonly #config: Config;
  readonly #storage: WorkspaceStorage;
  readonly #outbox: Outbox;
  /** Kept in memory only: the client secret brings a new one at any time. */
  readonly #appTokens = new Map<Platform, Promise<AppToken>>();

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#config = parseConfig(env);
    this.#storage = new WorkspaceStorage(ctx.storage.sql);
    this.#outbox = new Outbox(ctx.storage.sql, (_target, messages) => this.#deliver(messages));
  }

  /** Lets an identity in if a member matches it; returns the session token, which is kept only as a hash. */
  async signIn(identity: Identity): Promise<Outcome<{ token: string; expiresAtMs: number }>> {
    return attempt(async () => {
      const token = randomToken();
      const tokenHash = await hash(token);
      // Found and saved in one breath: a member who is removed in between must not come back by it.
      const member = memberFor(this.#members(), identity);
      if (!member) throw new AppError("not_a_member");
      const expiresAtMs = Date.now() + signInLifetimeMs;
      this.#storage.removeSignInsBefore(Date.now());
      this.#storage.saveMember(member);
      this.#storage.saveSignIn(tokenHash, member, expiresAtMs);
      return { token, expiresAtMs };
    });
  }

  async signOut(token: string): Promise<void> {
    this.#storage.removeSignIn(await hash(token));
  }

  async memberOf(token: string): Promise<Member | null> {
    return this.#storage.signedIn(await hash(token), Date.now());
  }

  members(): Member[] {
    return this.#members();
  }

  async addMember(platform: Platform, login: string, role: Role): Promise<Outcome<Member>> {
    return attempt(() => {
      const members = this.#members();
      const known = members.find((one) => one.platform === platform && one.login === login);
      const member: Member = known ? { ...known, role } : { platform, userId: null, login, displayName: login, role };
      this.#requireAnOwner([...members.filter((one) => one !== known), member]);
      this.#storage.saveMember(member);
      return member;
    });
  }

  async removeMember(platform: Platform, login: string): Promise<Outcome<void>> {
    return attempt(() => {
      this.#requireAnOwner(this.#members().filter((one) => one.platform !== platform || one.login !== login));
      this.#storage.removeMember(platform, login);
    });
  }

  /** Adds a channel, or finds it if it is there, and tells its monitor and its listener. */
  async addChannel(channel: Channel): Promise<AssignedChannel> {
    const channels = this.#storage.channels();
    const known = channels.find((one) => channelKey(one) === channelKey(channel));
    const listener =
      known?.listener ??
      assignListener(
        channel.platform,
        channels.map((one) => one.listener),
      );
    const assigned = { ...channel, listener };
    this.ctx.storage.transactionSync(() => {
      this.#storage.saveChannel(assigned);
      this.#owe({ type: "configure", channel: assigned });
    });
    await this.#settle(channelKey(channel));
    return assigned;
  }

  async removeChannel(channel: ChannelRef): Promise<void> {
    const known = this.#storage.channels().find((one) => channelKey(one) === channelKey(channel));
    if (!known) return;
    this.ctx.storage.transactionSync(() => {
      this.#storage.removeChannel(channel);
      this.#owe({ type: "remove", channel: known });
    });
    await this.#settle(channelKey(channel));
  }

  channels(): AssignedChannel[] {
    return this.#storage.channels();
  }

  findChannel(platform: Platform, login: string): AssignedChannel | null {
    return this.#storage.channels().find((one) => one.platform === platform && one.login === login) ?? null;
  }

  summaries(): ChannelSummary[] {
    const known = this.#storage.summaries();
    return this.#storage.channels().map((channel) => known.get(channelKey(channel)) ?? quietSummary(channel));
  }

  summarise(channel: ChannelRef, summary: ChannelSummary): void {
    this.#storage.saveSummary(channel, summary);
  }

  /** One app token a platform, requested once however many ask. `rejected` is a token the platform no longer takes. */
  async appToken(platform: Platform, rejected: string | null): Promise<Outcome<string>> {
    return attempt(async () => {
      const app = this.#config[platform];
      if (!app) throw new AppError("not_configured", `${platform} has no client id and secret on this deployment.`);
      const running = this.#appTokens.get(platform);
      const present = await running?.catch(() => null);
      if (present && present.token !== rejected && present.expiresAtMs > Date.now() + tokenMarginMs)
        return present.token;
      // Whoever comes first replaces the spent one; the others find its request under way.
      if (this.#appTokens.get(platform) === running)
        this.#appTokens.set(platform, requestAppToken(platform, app, Date.now()));
      const asked = this.#appTokens.get(platform) ?? requestAppToken(platform, app, Date.now());
      return (await asked).token;
    });
  }

  /** Wakes everything that lives by an alarm, so that one that was lost is armed again. */
  async wakeAll(): Promise<void> {
    const channels = this.#storage.channels();
    const names = new Set(channels.map((channel) => channel.listener));
    await Promise.allSettled([...names].map((name) => listenerStub(this.env, name).wake()));
    // A few at a time: a deployment may have hundreds of channels.
    for (let at = 0; at < channels.length; at += wokenAtOnce) {
      await Promise.allSettled(
        channels
          .slice(at, at + wokenAtOnce)
          .flatMap((channel) => [monitorStub(this.env, channel).wake(), deskStub(this.env, channel).wake()]),
      );
    }
    await this.#settle();
  }

  override async alarm(): Promise<void> {
    await this.#settle();
  }

  /** The named owner is a member from the start, so that the first sign-in finds someone to let in. */
  #members(): Member[] {
    const members = this.#storage.members();
    const owner = this.#config.owner;
    if (!owner || members.some((one) => one.role === "owner")) return members;
    return [...members, { ...owner, userId: null, displayName: owner.login, role: "owner" }];
  }

  #requireAnOwner(members: readonly Member[]): void {
    if (!members.some((one) => one.role === "owner"))
      throw new AppError("conflict", "The last owner cannot be removed.");
  }

  #owe(body: ChannelMessage): void {
    this.#outbox.add(channelKey(body.channel), body, Date.now());
  }

  /** Whoever changes a channel waits until its monitor knows, and not for the monitors of others. */
  async #settle(channel?: string): Promise<void> {
    await this.#outbox.flush(channel);
    await armAlarm(this.ctx.storage, [this.#outbox.nextDueMs()]);
  }

  async #deliver(messages: readonly OutboxMessage[]): Promise<"done"> {
    for (const { body } of messages) {
      const { type, channel } = body as ChannelMessage;
      if (type === "configure") await monitorStub(this.env, channel).configure(channel, channel.listener);
      else await monitorStub(this.env, channel).remove();
    }
    return "done";
  }
}

type ChannelMessage = { readonly type: "configure" | "remove"; readonly channel: AssignedChannel };

function quietSummary(channel: Channel): ChannelSummary {
  const { platform, channelId, login, displayName } = channel;
  return {
    platform,
    channelId,
    login,
    displayName,
    isLive: false,
    title: "",
    viewerCount: null,
    startedAtMs: null,
    moments: 0,
    clipsReady: 0,
    feed: emptyFeed,
  };
}

function randomToken(): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

async function hash(token: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
