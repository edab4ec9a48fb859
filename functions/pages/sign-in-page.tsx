// The page that asks who is there, and says in words why someone was not let in.
import { Document } from "./document.tsx";

/** `?problem=` of the sign-in page. */
export type SignInProblem = "refused" | "failed" | "expired";

const sentences: Record<SignInProblem, string> = {
  refused: "This account is not a member here. Ask the owner of this Hypecut to add your login, then sign in again.",
  failed: "The sign-in was not completed. Nothing was changed; please try again.",
  expired: "The sign-in took too long or was begun in another browser. Please try again.",
};

interface SignInPageProps {
  readonly problem: SignInProblem | null;
  /** Where to begin, for each platform that is set up. */
  readonly starts: readonly { readonly platform: "twitch" | "kick"; readonly address: string }[];
}

const names = { twitch: "Twitch", kick: "Kick" } as const;

export function SignInPage({ problem, starts }: SignInPageProps) {
  return (
    <Document title="Sign in · Hypecut" bodyClass="centred-page sign-in-page">
      <main>
        <h1>Hypecut</h1>
        <p>Notices the moments that make chat jump, and cuts each into a clip.</p>
        {problem && (
          <p class={problem === "refused" ? "refused" : "notice"} role="alert">
            {sentences[problem]}
          </p>
        )}
        {starts.map(({ platform, address }, at) => (
          <a class={at === 0 ? "button primary" : "button"} href={address}>
            Sign in with {names[platform]}
          </a>
        ))}
        {starts.length === 0 && (
          <p class="notice" role="alert">
            Nobody can sign in yet: this Hypecut has neither a Twitch nor a Kick app. Its README says how to set one up.
          </p>
        )}
        <p class="hint">
          Only to know who you are: nothing but your name is asked for, and the access is given back at once.
        </p>
      </main>
    </Document>
  );
}
