// The people let in, and what each role may do. Roles contain each other: owner ⊃ editor ⊃ viewer.
import { z } from "zod";
import { platformSchema } from "#core/channel/channel-ref.ts";

export const roles = ["viewer", "editor", "owner"] as const;
export type Role = (typeof roles)[number];

export const memberSchema = z.object({
  platform: platformSchema,
  /** Null until the named person has signed in for the first time; from then on the id counts, not the login. */
  userId: z.string().max(40).nullable(),
  login: z.string().max(60),
  displayName: z.string().max(80),
  role: z.enum(roles),
});
export type Member = z.infer<typeof memberSchema>;

export function mayActAs(role: Role, needed: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(needed);
}

/** Someone who has just proven who they are. */
export interface Identity {
  readonly platform: Member["platform"];
  readonly userId: string;
  readonly login: string;
  readonly displayName: string;
}

/**
 * The member an identity signs in as, or null when nobody let this account in.
 * A known user id wins over a login, so that someone who takes over an abandoned login does not inherit a role.
 */
export function memberFor(members: readonly Member[], identity: Identity): Member | null {
  const samePlatform = members.filter((member) => member.platform === identity.platform);
  const known = samePlatform.find((member) => member.userId === identity.userId);
  const named = samePlatform.find((member) => member.userId === null && member.login === identity.login);
  const found = known ?? named;
  return found ? { ...found, userId: identity.userId, login: identity.login, displayName: identity.displayName } : null;
}

/** Names a signed-in member for as long as they are one; null for somebody who has only been named. */
export function memberKey({ platform, userId }: Pick<Member, "platform" | "userId">): string | null {
  return userId === null ? null : `${platform}:${userId}`;
}
