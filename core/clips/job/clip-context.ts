// What a desk must know of the deployment to decide about its clips: the switches, and which accounts may act.
import type { ClipGrants } from "#core/accounts/connected-account.ts";
import type { ClipFlags } from "#core/clips/board/clip-flags.ts";

export interface ClipContext {
  readonly flags: ClipFlags;
  readonly grants: ClipGrants;
}
