// What a desk must know of the deployment to decide about its clips: the switches, and which accounts may act.
import type { ClipGrants } from "#core/accounts/twitch-account.ts";
import type { ClipFlags } from "#core/clips/clip-flags.ts";

export interface ClipContext {
  readonly flags: ClipFlags;
  readonly grants: ClipGrants;
}
