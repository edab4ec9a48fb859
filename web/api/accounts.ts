// The Twitch accounts that are connected to make clips.
import { z } from "zod";
import {
  type AccountPurpose,
  type ConnectedAccount,
  connectedAccountSchema,
} from "#core/accounts/connected-account.ts";
import { nothing, request } from "./request.ts";

/** Asks Twitch now whether the account's grant still stands. */
export async function validateAccount(userId: string): Promise<ConnectedAccount> {
  const path = `/api/accounts/${encodeURIComponent(userId)}/validate`;
  return (await request(path, z.object({ account: connectedAccountSchema }), { method: "POST" })).account;
}

export async function disconnectAccount(userId: string): Promise<void> {
  await request(`/api/accounts/${encodeURIComponent(userId)}`, nothing, { method: "DELETE" });
}

/** Leads to Twitch, which asks for the purpose's scopes, and back to the dashboard. */
export function connectPath(purpose: AccountPurpose): string {
  return `/auth/twitch/connect?purpose=${purpose}&return_to=${encodeURIComponent("/")}`;
}
