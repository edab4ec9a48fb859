// Where a clip candidate comes from and how sure Hypecut is of it, in words.
import type { Candidate } from "#core/clips/candidate/candidate.ts";

type Source = Candidate["source"];

export const sourceNames: Record<Source, string> = {
  chat_spike: "Chat sped up",
  keyword: "People asked or shouted for it",
  autonomy_goal: "Viewers, alerts or the picture",
  manual: "Made by hand",
};

/** From 0 to 1; the steps are for reading only, nothing is decided by them. */
export function confidenceWords(confidence: number): string {
  if (confidence >= 0.85) return "very sure";
  if (confidence >= 0.6) return "fairly sure";
  if (confidence >= 0.35) return "not so sure";
  return "a guess";
}
