// Whether an account may make a call, from what is known of it. Null: it may; otherwise a sentence for a person.
import type { ConnectedAccount } from "#core/accounts/connected-account.ts";

/** What a call does, and to whose channel: nothing but reading, making a live clip, or managing a channel's clips. */
export type CallNeed =
  | { readonly need: "read" }
  | { readonly need: "edit" }
  | { readonly need: "manage"; readonly broadcasterId: string };

export function callProblem(account: ConnectedAccount, call: CallNeed): string | null {
  if (account.status === "revoked" || account.status === "client_mismatch") {
    return account.problem ?? "This account cannot act. Connect it again under Accounts.";
  }
  const scopes = scopesOf(account, call);
  if (scopes.length === 0 || scopes.some((scope) => account.scopes.includes(scope))) return null;
  return `${account.login} has not granted ${scopes.join(" or ")}. Connect the account again under Accounts.`;
}

/** Any one of these will do; none are needed for reading. */
function scopesOf(account: ConnectedAccount, call: CallNeed): readonly string[] {
  switch (call.need) {
    case "read":
      return [];
    case "edit":
      return ["clips:edit"];
    case "manage":
      return call.broadcasterId === account.userId
        ? ["channel:manage:clips", "editor:manage:clips"]
        : ["editor:manage:clips"];
  }
}
