// What Twitch can answer when it is asked about a token, or for a new one.

export type TokenCheck =
  | {
      readonly status: "valid";
      /** Of the app the token was made for. */
      readonly clientId: string;
      readonly userId: string;
      readonly login: string;
      readonly scopes: readonly string[];
      /** Null where Twitch does not say. */
      readonly expiresAtMs: number | null;
    }
  /** 401: ended, revoked, or never was one. */
  | { readonly status: "invalid" }
  /** No usable answer: nothing is known. */
  | { readonly status: "unanswered"; readonly detail: string };

export type RefreshAnswer =
  | {
      readonly status: "granted";
      readonly accessToken: string;
      /** Replaces the one that was used, which may be worth nothing now. */
      readonly refreshToken: string;
      /** Null where Twitch does not say; then they are what they were. */
      readonly scopes: readonly string[] | null;
      readonly expiresAtMs: number | null;
    }
  /** Used up elsewhere, or the person has disconnected the app. */
  | { readonly status: "refused" }
  /** Twitch knows this deployment's client id or secret no longer; says nothing about the person's consent. */
  | { readonly status: "client_refused" }
  | { readonly status: "unanswered"; readonly detail: string };
