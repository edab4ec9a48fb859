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
  readonly startAddress: string;
}

export function SignInPage({ problem, startAddress }: SignInPageProps) {
  return (
    <Document title="Sign in · Hypecut" bodyClass="sign-in-page">
      <main>
        <h1>Hypecut</h1>
        <p>Notices the moments that make chat jump, and cuts each into a clip.</p>
        {problem && (
          <p class={problem === "refused" ? "refused" : "notice"} role="alert">
            {sentences[problem]}
          </p>
        )}
        <a class="button primary" href={startAddress}>
          Sign in with Twitch
        </a>
        <p class="hint">
          Only to know who you are: no permissions are asked for, and the access is given back at once.
        </p>
      </main>
    </Document>
  );
}
