// What all clip desks share: the switches, the Twitch accounts that may act (their tokens are with themselves), the
// application's downloads, and the board of what every desk has in hand. Whatever changes is told to the dashboards.
import { z } from "zod";
import { clipGrants, type ConnectedAccount, connectedAccountSchema } from "#core/accounts/connected-account.ts";
import type { ClipContext } from "#core/clips/job/clip-context.ts";
import { type ClipFlags, clipFlagsSchema, defaultClipFlags, type FlagsPatch } from "#core/clips/board/clip-flags.ts";
import type { ClipJob } from "#core/clips/job/clip-job.ts";
import {
  type DownloadAllowance,
  grantedDownloadsSchema,
  takeDownloads,
} from "#core/clips/twitch/download-allowance.ts";
import { type Observability, observabilityOf } from "#core/clips/board/observability.ts";
import type { CandidateState } from "#core/clips/candidate/candidate.ts";
import type { BoardMessage } from "#core/live/board-message.ts";
import type { ChannelSummary } from "#core/channel/channel-summary.ts";
import type { ChannelRef } from "#core/channel/channel-ref.ts";
import { KeyValue } from "../key-value.ts";
import { readRow } from "../read-stored.ts";
import { BoardStorage } from "./board-storage.ts";
import type { ClipNote } from "../rpc/workspace-rpc.ts";

const allOff: ClipFlags = { ...defaultClipFlags, clip_pipeline_enabled: false, clip_api_enabled: false };
const setAsideSchema = z.record(z.string(), z.number().int().nonnegative());
const accountsSchema = z
  .array(z.unknown())
  .transform((accounts) =>
    accounts.flatMap((account, at) => readRow(connectedAccountSchema, account, `connected account ${at}`) ?? []),
  );

export class ControlPlane {
  readonly #storage: DurableObjectStorage;
  readonly #values: KeyValue;
  readonly #board: BoardStorage;
  readonly #tell: (message: BoardMessage) => void;

  constructor(storage: DurableObjectStorage, tell: (message: BoardMessage) => void) {
    this.#storage = storage;
    this.#values = new KeyValue(storage.sql);
    this.#board = new BoardStorage(storage.sql);
    this.#tell = tell;
  }

  /** Nobody's Twitch account can act on another platform. */
  context(channel: ChannelRef): ClipContext {
    const accounts = channel.platform === "twitch" ? this.accounts() : [];
    return { flags: this.flags(), grants: clipGrants(channel.channelId, accounts) };
  }

  note(note: ClipNote): void {
    const { candidates, jobs } = this.#storage.transactionSync(() => this.#board.note(note, Date.now()));
    for (const candidate of candidates) this.#tell({ type: "candidate", candidate });
    for (const job of jobs) this.#tell({ type: "job", job });
  }

  forget(channel: ChannelRef): void {
    this.#board.forget(channel);
  }

  board(): { candidates: CandidateState[]; jobs: ClipJob[] } {
    return this.#board.now(Date.now());
  }

  /** Switches that cannot be read are off: one of them may have been thrown for a reason. */
  flags(): ClipFlags {
    return this.#values.get("clip-flags", clipFlagsSchema, defaultClipFlags, allOff);
  }

  changeFlags(patch: FlagsPatch): ClipFlags {
    const flags = clipFlagsSchema.parse({ ...this.flags(), ...patch });
    this.#values.set("clip-flags", flags);
    this.#tell({ type: "flags", flags });
    return flags;
  }

  /** As each last told of itself, by login. One that cannot be read may not act until it tells of itself again. */
  accounts(): ConnectedAccount[] {
    return this.#values.get("twitch-accounts", accountsSchema, []);
  }

  accountChanged(account: ConnectedAccount): void {
    const others = this.accounts().filter(({ userId }) => userId !== account.userId);
    this.#saveAccounts([...others, account].toSorted((a, b) => (a.login < b.login ? -1 : 1)));
  }

  accountGone(gone: string): void {
    this.#saveAccounts(this.accounts().filter(({ userId }) => userId !== gone));
  }

  /** A token that could not be asked about is not withdrawn: its subscriptions stand. */
  broadcasters(): string[] {
    const isOurs = ({ status, purposes }: ConnectedAccount) =>
      (status === "valid" || status === "unreachable") && purposes.includes("broadcaster");
    return this.accounts().flatMap((account) => (isOurs(account) ? [account.userId] : []));
  }

  takeDownloads(count: number): DownloadAllowance {
    const before = this.#values.get("downloads", grantedDownloadsSchema, []);
    const { granted, allowance } = takeDownloads(before, count, Date.now());
    this.#values.set("downloads", granted);
    return allowance;
  }

  /** Messages that an object's outbox will never get rid of. */
  noteSetAside(object: string, count: number): void {
    const before = this.#setAsideCounts();
    if ((before[object] ?? 0) === count) return;
    this.#values.set("set-aside", { ...before, [object]: count });
    this.#tell({ type: "set_aside", setAside: this.#setAside() });
  }

  #setAside(): number {
    return Object.values(this.#setAsideCounts()).reduce((sum, count) => sum + count, 0);
  }

  #setAsideCounts(): Readonly<Record<string, number>> {
    return this.#values.get("set-aside", setAsideSchema, {});
  }

  observability(channels: readonly ChannelSummary[]): Observability {
    const { candidates, jobs } = this.board();
    const parts = { flags: this.flags(), accounts: this.accounts(), channels };
    return observabilityOf({ ...parts, jobs, pendingCandidates: candidates.length, setAside: this.#setAside() });
  }

  /** What a dashboard begins with. */
  snapshot(channels: ChannelSummary[]): BoardMessage {
    const switches = { flags: this.flags(), accounts: this.accounts(), setAside: this.#setAside() };
    return { type: "snapshot", serverNowMs: Date.now(), channels, ...this.board(), ...switches };
  }

  #saveAccounts(accounts: ConnectedAccount[]): void {
    this.#values.set("twitch-accounts", accounts);
    this.#tell({ type: "accounts", accounts });
  }
}
