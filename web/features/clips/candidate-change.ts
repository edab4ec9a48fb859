// What a person changed of a candidate, and what cannot be changed so.
import type { CandidateEdit } from "#core/clips/candidate/candidate-step.ts";
import type { Candidate } from "#core/clips/candidate/candidate.ts";
import { maxClipSeconds, minClipSeconds } from "#core/clips/job/clip-mode.ts";

/** What differs from the candidate, or a sentence that says what is wrong with it. */
export function candidateChange(candidate: Candidate, title: string, seconds: string): CandidateEdit | string {
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
