// A Twitch account that somebody has connected so that clips can be made with it: what it was granted, and whether that
// still stands.
import { z } from "zod";

/** `broadcaster`: clips and chat of one's own channel. `editor`: clips of channels that made this account an editor. */
export const accountPurposes = ["broadcaster", "editor"] as const;
export type AccountPurpose = (typeof accountPurposes)[number];

/** Exactly what each purpose needs (dev.twitch.tv/docs/authentication/scopes); chat is for the EventSub webhooks. */
export const purposeScopes: Record<AccountPurpose, readonly string[]> = {
  broadcaster: ["clips:edit", "channel:manage:clips", "user:read:chat", "user:bot", "channel:bot"],
  editor: ["clips:edit", "editor:manage:clips"],
};

/** What to ask for: a new consent replaces the old one, so it has to cover every purpose the account serves. */
export function scopesFor(purposes: readonly AccountPurpose[]): string[] {
  return [...new Set(purposes.flatMap((purpose) => purposeScopes[purpose]))];
}

export const accountStatuses = ["valid", "revoked", "scopes_missing", "client_mismatch", "unreachable"] as const;
export type AccountStatus = (typeof accountStatuses)[number];

export const connectedAccountSchema = z.object({
  userId: z.string().regex(/^\d{1,20}$/),
  login: z.string().max(60),
  displayName: z.string().max(80),
  purposes: z.array(z.enum(accountPurposes)).max(2),
  /** As Twitch last named them. */
  scopes: z.array(z.string().max(80)).max(40),
  status: z.enum(accountStatuses),
  /** What is wrong and what to do about it, for a person; null while nothing is. */
  problem: z.string().max(300).nullable(),
  /** When Twitch last confirmed the token; null before the first time. */
  validatedAtMs: z.number().int().nullable(),
});
export type ConnectedAccount = z.infer<typeof connectedAccountSchema>;

/** Which connected accounts may act for a channel. Null where none can. */
export interface ClipGrants {
  /** Makes live clips: any account with `clips:edit`. */
  readonly live: { readonly accountId: string } | null;
  /** Makes VOD clips and downloads: the broadcaster's account, or an editor's. `editorId` is the account's own id. */
  readonly manage: { readonly accountId: string; readonly editorId: string } | null;
}

/** The broadcaster's own account is preferred; an account that is not valid does not count. */
export function clipGrants(channelId: string, accounts: readonly ConnectedAccount[]): ClipGrants {
  const valid = accounts.filter(({ status }) => status === "valid" || status === "unreachable");
  const byPreference = valid.toSorted((a, b) => Number(b.userId === channelId) - Number(a.userId === channelId));
  const live = byPreference.find(({ scopes }) => scopes.includes("clips:edit"));
  const manage = byPreference.find(
    ({ userId, scopes }) =>
      (userId === channelId && scopes.includes("channel:manage:clips")) || scopes.includes("editor:manage:clips"),
  );
  return {
    live: live ? { accountId: live.userId } : null,
    manage: manage ? { accountId: manage.userId, editorId: manage.userId } : null,
  };
}
