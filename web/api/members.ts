// Who is signed in, and who else is let in.
import { z } from "zod";
import { memberId, memberSchema, type Member, type Role } from "#core/members/member.ts";
import type { Platform } from "#core/channel/channel-ref.ts";
import { nothing, request } from "./request.ts";

export async function getMe(signal?: AbortSignal): Promise<Member> {
  const answer = await request("/api/me", z.object({ member: memberSchema }), signal ? { signal } : {});
  return answer.member;
}

export async function listMembers(): Promise<readonly Member[]> {
  return (await request("/api/members", z.object({ members: z.array(memberSchema).max(1000) }))).members;
}

export async function addMember(member: { platform: Platform; login: string; role: Role }): Promise<void> {
  await request("/api/members", z.unknown(), { method: "POST", body: member });
}

export async function removeMember(member: Member): Promise<void> {
  const path = `/api/members/${member.platform}/${encodeURIComponent(memberId(member))}`;
  await request(path, nothing, { method: "DELETE" });
}

/** Ends the session and leaves for the sign-in page. */
export async function signOut(): Promise<void> {
  await request("/auth/sign-out", nothing, { method: "POST" });
  location.assign("/sign-in");
}
