// Why connecting a Twitch account came to nothing, from the address that Twitch's answer led back to.

const sentences: Readonly<Record<string, string>> = {
  not_configured: "Twitch accounts cannot be connected: this deployment lacks a Twitch app or the key for its tokens.",
  refused: "The Twitch account was not connected: it was not permitted on Twitch's page.",
  expired: "The Twitch account was not connected: it took too long. Please try again.",
};

/** Null for an address that tells of no problem. */
export function connectProblem(search: string): string | null {
  const problem = new URLSearchParams(search).get("problem");
  if (problem === null) return null;
  return Object.hasOwn(sentences, problem)
    ? (sentences[problem] ?? null)
    : "The Twitch account could not be connected. Please try again.";
}
