// What a connected Twitch account answers to: people connect and disconnect it, desks ask it for clips.
import type { ConnectedAccount } from "#core/accounts/connected-account.ts";
import type { ClipCalls } from "#core/clips/twitch/clip-calls.ts";
import type { Outcome } from "#core/outcome.ts";
import type { ConnectedGrant } from "../../adapters/twitch/twitch-grant.ts";

export interface TwitchAccountRpc extends ClipCalls {
  /** Keeps what a person has granted, in place of what they granted before, and asks Twitch whether it stands. */
  connectAccount(grant: ConnectedGrant): Promise<Outcome<ConnectedAccount>>;
  /** Gives the consent back to Twitch and forgets it. */
  disconnect(): Promise<void>;
  state(): ConnectedAccount | null;
  validateNow(): Promise<ConnectedAccount | null>;
  /** Catches up on a check that is due and on what the workspace has not heard; safe to call at any time. */
  wake(): Promise<void>;
}
