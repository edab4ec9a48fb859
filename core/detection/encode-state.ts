// The detector's memory as JSON, to be kept each minute and taken up again after an eviction. What is read back is
// checked like anything from outside: a state of another version or shape gives a fresh detector, never an error.
import { z } from "zod";
import { triggerSchema } from "#core/moments/moment.ts";
import { parseJson } from "#core/text/parse-json.ts";
import { baselineSamples, restoreSeries } from "./baseline.ts";
import { createDetectorState, type DetectorState } from "./detector-state.ts";
import { secondRow, secondRowSchema, restoreSecond } from "./second-row.ts";
import { putSecond, ringSeconds } from "./second-window.ts";
import { suppressionReasons } from "./suppression.ts";

const version = 1;

// Bounds of what is written, so that the JSON stays near 100 KB on the busiest chat. They are wide enough for a chat of
// a hundred messages a second; beyond, the oldest people and the rarest emotes of old seconds are forgotten.
const maxPeople = 1500;
const maxNamesRecent = 32;
const maxNamesOld = 4;
/** Within this time a late message can still change a verdict; older seconds only draw the chart. */
const recentSeconds = 75;

const epochSecond = z.number().int().nonnegative();
const hash = z.number().int().nonnegative().max(0xffffffff);
const hashes = z.array(hash).max(4096);
const counts = z.array(z.number().int().nonnegative()).max(baselineSamples);

const storedSchema = z.object({
  version: z.literal(version),
  seconds: z.array(secondRowSchema).max(ringSeconds),
  ids: z.object({ newer: hashes, older: hashes, sinceSecond: z.number().int() }),
  /** `[hash, last second, run from, messages of the run, asked for a clip]`. */
  people: z.array(z.tuple([hash, epochSecond, epochSecond, z.number().int(), epochSecond.nullable()])).max(4000),
  longTexts: z.array(z.tuple([hash, epochSecond])).max(512),
  baseline: z.object({ messages: counts, chatters: counts, reactions: counts }),
  viewers: z.array(z.tuple([z.number(), z.number().int().nonnegative()])).max(90),
  tally: z.object({
    messages: z.number(),
    repeated: z.number(),
    late: z.number(),
    fromFuture: z.number(),
    fromSharedChat: z.number(),
  }),
  clockMs: z.number().nullable(),
  lagMs: z.number().nonnegative(),
  firstSecond: epochSecond.nullable(),
  newestSecond: epochSecond,
  frontSecond: epochSecond.nullable(),
  dirtySecond: epochSecond.nullable(),
  gaps: z.array(z.object({ fromSecond: z.number().int(), toSecond: z.number().int() })).max(16),
  lastRaidSecond: epochSecond.nullable(),
  lastGiftSecond: epochSecond.nullable(),
  threshold: z.number().nullable(),
  episode: z
    .object({
      profile: z.enum(["seed", "adaptive"]),
      startSecond: epochSecond,
      riseSecond: epochSecond,
      intensity: z.number(),
      signals: z.array(z.object({ trigger: triggerSchema, strength: z.number() })).max(20),
    })
    .nullable(),
  momentSeconds: z.array(epochSecond).max(60),
  suppressed: z
    .array(
      z.object({
        atMs: z.number(),
        reason: z.enum(suppressionReasons),
        score: z.number(),
        threshold: z.number(),
      }),
    )
    .max(50),
});

/** JSON of at most about 100 KB. Decoding it gives a detector that goes on exactly as this one would. */
export function encodeDetectorState(state: DetectorState): string {
  const newest = Math.max(state.newestSecond, state.frontSecond ?? 0);
  const stored: z.input<typeof storedSchema> = {
    ...state,
    version,
    seconds: state.window.slots
      .filter((slot) => slot !== null)
      .filter(({ second }) => second > newest - ringSeconds)
      .map((slot) => secondRow(slot, newest - slot.second <= recentSeconds ? maxNamesRecent : maxNamesOld)),
    ids: { newer: [...state.ids.newer], older: [...state.ids.older], sinceSecond: state.ids.sinceSecond },
    people: [...state.people]
      .slice(-maxPeople)
      .map(([key, person]) => [key, person.lastSecond, person.runFromSecond, person.messages, person.askedSecond]),
    longTexts: [...state.longTexts],
    baseline: {
      messages: state.baseline.messages.counts,
      chatters: state.baseline.chatters.counts,
      reactions: state.baseline.reactions.counts,
    },
    viewers: state.viewers.map(({ atMs, count }) => [atMs, count]),
    episode: state.episode && { ...state.episode, signals: [...state.episode.signals.values()] },
  };
  const { window: _, ...written } = stored as typeof stored & Pick<DetectorState, "window">;
  return JSON.stringify(written);
}

/** A fresh state for null, for garbage, and for what another version wrote. */
export function decodeDetectorState(json: string | null): DetectorState {
  const stored = storedSchema.safeParse(parseJson(json ?? "")).data;
  const state = createDetectorState();
  if (!stored) return state;
  const { version: _, seconds, ids, people, longTexts, baseline, viewers, episode, ...rest } = stored;
  for (const kept of seconds) putSecond(state.window, restoreSecond(kept));
  for (const [key, lastSecond, runFromSecond, messages, askedSecond] of people) {
    state.people.set(key, { lastSecond, runFromSecond, messages, askedSecond });
  }
  return {
    ...state,
    ...rest,
    baseline: {
      messages: restoreSeries(baseline.messages),
      chatters: restoreSeries(baseline.chatters),
      reactions: restoreSeries(baseline.reactions),
    },
    ids: { newer: new Set(ids.newer), older: new Set(ids.older), sinceSecond: ids.sinceSecond },
    longTexts: new Map(longTexts),
    viewers: viewers.map(([atMs, count]) => ({ atMs, count })),
    episode: episode && {
      ...episode,
      signals: new Map(episode.signals.map((signal) => [signal.trigger.type, signal])),
    },
  };
}
