// What those who work for a desk share.
import type { ClipContext } from "#core/clips/job/clip-context.ts";
import type { ChannelRef } from "#core/channel/channel-ref.ts";
import type { DeskLedger } from "./desk-ledger.ts";
import type { DeskStorage } from "./desk-storage.ts";

export interface DeskAccess {
  readonly env: Pick<Env, "CLIPS" | "TwitchAccount" | "Workspace">;
  readonly channel: ChannelRef;
  readonly storage: DeskStorage;
  readonly ledger: DeskLedger;
  /** Runs `work` in one transaction. */
  readonly change: <T>(work: () => T) => T;
  /** The switches and grants of this moment. */
  readonly context: () => Promise<ClipContext>;
  /** Something was stored: the alarm may have to be armed, and others told. */
  readonly changed: () => void;
}
