// What a person changed of a candidate, and what cannot be changed so.
import type { Candidate } from "#core/clips/candidate.ts";
import { maxClipSeconds, minClipSeconds } from "#core/clips/clip-mode.ts";

export interface CandidateChange {
  readonly title?: string;
  readonly durationSeconds?: number;
}

/** What differs from the candidate, or a sentence that says what is wrong with it. */
export function candidateChange(candidate: Candidate, title: string, seconds: string): CandidateChange | string {
  const wantedTitle = title.trim();
  const wantedSeconds = Math.round(Number(seconds) * 10) / 10;
  if (wantedTitle === "") return "A clip needs a title.";
  if (!(seconds.trim() !== "" && wantedSeconds >= minClipSeconds && wantedSeconds <= maxClipSeconds)) {
    return `The length must be ${minClipSeconds} to ${maxClipSeconds} seconds.`;
  }
  return {
    ...(wantedTitle !== candidate.title && { title: wantedTitle }),
    ...(wantedSeconds !== candidate.suggestedDurationSeconds && { durationSeconds: wantedSeconds }),
  };
}
