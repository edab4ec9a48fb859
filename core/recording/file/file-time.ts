// When a video file began, in event time: what its container, its name and its date of change say, weighed against each other.
import { epochsOf, type OffsetMinutesAt, utcOf } from "#core/recording/file/local-time.ts";
import { isVodName, nameTime } from "#core/recording/file/name-time.ts";

export interface FileFacts {
  readonly name: string;
  /** When the file was last written to, epoch milliseconds. */
  readonly lastModifiedMs: number;
  /** Null when it cannot be told. */
  readonly durationMs: number | null;
  /** The container's date of creation, epoch milliseconds; null when it has none. */
  readonly createdMs: number | null;
  /** The first timestamp inside, milliseconds: media that carries event time states its beginning itself. */
  readonly firstMs: number;
}

/** `sure`: two independent signs agree, or the media says it itself. `likely`: one good sign. `unsure`: a person should look. */
export type Sureness = "sure" | "likely" | "unsure";

export interface BeginGuess {
  readonly beginMs: number;
  /** By how much it may be wrong if its sign is right. */
  readonly errorMs: number;
  readonly by: "media" | "name" | "creation" | "creation_as_end" | "modified" | "session";
  readonly sureness: Sureness;
  /** A whole sentence. */
  readonly reason: string;
}

interface Sign extends Omit<BeginGuess, "sureness"> {
  readonly weight: number;
}

/** Signs that say the same to this much support each other: dates in whole seconds, and a second or two of starting. */
const agreesWithinMs = 4_000;
/** Names and containers give whole seconds, cut off: the middle of the second is wrong by half of one at most. */
const secondErrorMs = 500;
/** Before this there was no live streaming; 1904 and 1970 stand for "not set". */
const earliestMs = Date.UTC(2005, 0, 1);
const dayMs = 86_400_000;
/** More than three days is no recording of one stream. */
const longestMs = 3 * dayMs;

/** Best first, at least one. `nowMs` refuses dates that lie ahead; `sessionStartMs` is null without a session. */
export function guessBegin(
  facts: FileFacts,
  sessionStartMs: number | null,
  nowMs: number,
  offsetMinutesAt: OffsetMinutesAt,
): BeginGuess[] {
  const isPlausible = (ms: number | null): ms is number =>
    ms !== null && Number.isFinite(ms) && ms >= earliestMs && ms <= nowMs + dayMs;
  const durationMs =
    facts.durationMs !== null && facts.durationMs > 0 && facts.durationMs < longestMs ? facts.durationMs : null;
  const signs = [
    ...mediaSigns(facts),
    ...nameSigns(facts, durationMs, offsetMinutesAt),
    ...creationSigns(facts, durationMs),
    ...modifiedSigns(facts, durationMs),
    ...sessionSigns(facts, sessionStartMs),
  ].filter((sign) => isPlausible(sign.beginMs));

  const guesses = signs
    .map((sign) => {
      const backers = signs.filter(
        (other) => sourceOf(other) !== sourceOf(sign) && Math.abs(other.beginMs - sign.beginMs) <= agreesWithinMs,
      );
      return { sign, backers, weight: sign.weight + (backers.length > 0 ? 10 : 0) };
    })
    .sort((a, b) => b.weight - a.weight || a.sign.errorMs - b.sign.errorMs)
    .map(({ sign: { weight, ...guess }, backers }): BeginGuess => {
      const backer = backers.toSorted((a, b) => b.weight - a.weight)[0];
      const sureness = guess.by === "media" || backer ? "sure" : weight >= 3 ? "likely" : "unsure";
      return { ...guess, sureness, reason: backer ? `${guess.reason} ${agreement[backer.by]}` : guess.reason };
    });
  const told = guesses.filter(({ beginMs }, at) => guesses.findIndex((one) => one.beginMs === beginMs) === at);
  if (told.length > 0) return told;
  return [{ ...unknown, beginMs: sessionStartMs ?? Math.min(nowMs, Math.max(earliestMs, facts.lastModifiedMs || 0)) }];
}

const unknown = {
  errorMs: Number.POSITIVE_INFINITY,
  by: "session",
  sureness: "unsure",
  reason: "Nothing tells when this file began: set it by hand.",
} as const;

const agreement: Record<BeginGuess["by"], string> = {
  media: "Its own timestamps agree.",
  name: "Its name agrees.",
  creation: "The date inside the file agrees.",
  creation_as_end: "The date inside the file agrees.",
  modified: "So does the time it was last written to.",
  session: "So does the start of the stream.",
};

/** One source does not support itself, and a session's start is no sign of the file's. */
function sourceOf({ by }: Sign): string {
  return by === "creation_as_end" ? "creation" : by;
}

function mediaSigns({ firstMs }: FileFacts): Sign[] {
  if (firstMs < earliestMs) return [];
  return [{ beginMs: firstMs, errorMs: 0, by: "media", weight: 20, reason: "Its timestamps are times of day." }];
}

function nameSigns({ name, lastModifiedMs }: FileFacts, durationMs: number | null, zone: OffsetMinutesAt): Sign[] {
  const found = nameTime(name);
  if (found === null || (found.states === "end" && durationMs === null)) return [];
  const stated = found.zone === "utc" ? [utcOf(found.time)] : epochsOf(found.time, zone);
  const lengthMs = found.states === "end" ? (durationMs ?? 0) : 0;
  const reason =
    found.states === "end"
      ? "Its name says when the replay was saved, which is its end."
      : "Its name says when the recording began.";
  const isTwice = stated.length > 1 ? " The clocks were set back that night; this is the nearer of the two times." : "";
  return stated
    .filter((ms) => ms !== null)
    .map((ms) => ms + secondErrorMs - lengthMs)
    .sort((a, b) => Math.abs(a + (durationMs ?? 0) - lastModifiedMs) - Math.abs(b + (durationMs ?? 0) - lastModifiedMs))
    .map((beginMs, at) => ({
      ...{ beginMs, errorMs: secondErrorMs, by: "name" as const, weight: at === 0 ? 5 : 2 },
      reason: at === 0 ? reason + isTwice : "Its name, read by the other of the two times that night.",
    }));
}

/** Recorders write the date when they begin; phones and some tools when they end; who remuxes a file may put in that hour. */
function creationSigns({ createdMs, lastModifiedMs }: FileFacts, durationMs: number | null): Sign[] {
  if (createdMs === null) return [];
  const isWhole = createdMs % 1000 === 0;
  const beginMs = createdMs + (isWhole ? secondErrorMs : 0);
  const errorMs = isWhole ? secondErrorMs : 50;
  const asBegin = { beginMs, errorMs, by: "creation" as const, reason: "The date inside the file is its beginning." };
  if (durationMs === null) return [{ ...asBegin, weight: 3 }];
  // Written at its end, or written anew in that minute: the date cannot be the beginning of footage longer than the time between.
  const isEnd = lastModifiedMs - createdMs < durationMs - agreesWithinMs;
  return [
    { ...asBegin, weight: isEnd ? 1 : 4 },
    {
      ...{ beginMs: beginMs - durationMs, errorMs, by: "creation_as_end", weight: isEnd ? 2 : 0 },
      reason: "The date inside the file seems to be its end.",
    },
  ];
}

/** Copies, downloads and remuxes change this date, so alone it is a guess. */
function modifiedSigns({ lastModifiedMs }: FileFacts, durationMs: number | null): Sign[] {
  if (durationMs === null) return [];
  const reason = "Counted back from when it was last written to. A copied or downloaded file has a later date.";
  return [{ beginMs: lastModifiedMs - durationMs, errorMs: 2_000, by: "modified", weight: 1, reason }];
}

function sessionSigns({ name }: FileFacts, sessionStartMs: number | null): Sign[] {
  if (sessionStartMs === null || !isVodName(name)) return [];
  const reason = "Its name is that of a whole broadcast, which begins with the stream.";
  return [{ beginMs: sessionStartMs, errorMs: 10_000, by: "session", weight: 4, reason }];
}
