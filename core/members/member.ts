// The people let in, and what each role may do. Roles contain each other: owner ⊃ editor ⊃ viewer.
import { z } from "zod";
import { platformSchema } from "#core/channel/channel-ref.ts";
import { lineSchema } from "#core/text/clean-line.ts";

export const roles = ["viewer", "editor", "owner"] as const;
export type Role = (typeof roles)[number];

export const memberSchema = z.object({
  platform: platformSchema,
  /** Null until the named person has signed in for the first time; from then on the id counts, not the login. */
  userId: z.string().max(40).nullable(),
  /** Null for one whose login another account has taken, until they sign in and tell their new one. */
  login: lineSchema(60).nullable(),
  displayName: lineSchema(80),
  role: z.enum(roles),
});
export type Member = z.infer<typeof memberSchema>;

/** What a member is found by on their platform: the user id, or `@login` for one who has not signed in yet. */
export function memberId({ userId, login }: Pick<Member, "userId" | "login">): string {
  return userId ?? `@${login}`;
}

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

/** Names a signed-in member for as long as they are one; null for somebody who has only been named. */
export function memberKey({ platform, userId }: Pick<Member, "platform" | "userId">): string | null {
  return userId === null ? null : `${platform}:${userId}`;
}
