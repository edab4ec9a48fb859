// Counts one message or alert into its second, in O(1), and says which second has changed.
import type { AlertKind, ChannelAlert, ChatMessage } from "#core/chat/chat-event.ts";
import { asksForClip } from "#core/chat/clip-demand.ts";
import { foldedWords } from "#core/chat/fold-text.ts";
import { findKeyword } from "#core/chat/keywords.ts";
import { isReaction } from "#core/chat/reaction.ts";
import type { DetectionSettings } from "./detection-settings.ts";
import type { DetectorState } from "./detector-state.ts";
import { hash32, isFirstSight } from "./recent-ids.ts";
import { visit } from "./recent-people.ts";
import { openSecond } from "./second-window.ts";
import { addAlert, countName, type Exclusion } from "./second.ts";

/** A message this late still takes part in detection; a later one only counts. */
export const judgedLatenessSeconds = 60;
// Clocks of servers are within a second of each other. More than this ahead is a wrong clock, and must not pull the
// detector into a time where everybody else is late.
const maxAheadMs = 5000;
// Shorter texts repeat by themselves: greetings, answers, emotes.
const minCopypastaLength = 30;
const copypastaSeconds = 30;
const maxLongTexts = 512;
const maxEmotesPerMessage = 30;

/** @returns the second that changed and must be judged, or null when nothing changed that detection looks at. */
export function countEvent(
  state: DetectorState,
  event: ChatMessage | ChannelAlert,
  receivedAtMs: number | null,
  settings: DetectionSettings,
): number | null {
  if (receivedAtMs !== null) state.clockMs = Math.max(state.clockMs ?? 0, receivedAtMs);
  if (!Number.isFinite(event.sentAtMs) || event.sentAtMs < 0) return null;
  if (event.type === "message" && event.isFromSharedChat) {
    state.tally.fromSharedChat++;
    return null;
  }
  const second = secondOf(state, event.sentAtMs);
  if (!isFirstSight(state.ids, event.id, second)) {
    state.tally.repeated++;
    return null;
  }
  state.firstSecond ??= second;
  const bucket = openSecond(state.window, second);
  const isLate = second < Math.max(state.newestSecond, state.frontSecond ?? 0) - judgedLatenessSeconds;
  if (isLate) state.tally.late++;

  if (event.type === "alert") {
    if (bucket) addAlert(bucket, event.kind, event.amount);
    noteGuards(state, event.kind, event.amount, second, settings);
    return isLate ? null : second;
  }

  state.tally.messages++;
  if (!bucket) return null;
  if (isOnList(settings.bots, event.chatterLogin)) {
    bucket.excluded.bot++;
    return isLate ? null : second;
  }
  bucket.messages++;
  if (isLate) return null;

  const words = foldedWords(event.text);
  const isReacting = isReaction(event.text, event.emotes);
  const keyword = findKeyword(words, settings.seed.clipKeywords);
  if (keyword !== null) bucket.keywords = countName(bucket.keywords, keyword);
  for (const emote of emotesOf(event, settings)) bucket.emotes = countName(bucket.emotes, emote);

  const { isNew, isFlooding, isNewDemand } = visit(
    state.people,
    event.chatterId,
    second,
    asksForClip(words, event.text),
  );
  const exclusion = exclusionOf(isFlooding, !isReacting && isCopypasta(state.longTexts, words, second));
  if (exclusion) {
    bucket.excluded[exclusion]++;
  } else {
    if (isNew) bucket.chatters++;
    if (isReacting) bucket.reactions++;
  }
  if (isNewDemand) bucket.demand++;
  state.newestSecond = Math.max(state.newestSecond, second);
  return second;
}

/** Remembers the alerts after which a jump of chat alone is greetings or thanks. */
export function noteGuards(
  state: DetectorState,
  kind: AlertKind,
  amount: number,
  second: number,
  { adaptive }: DetectionSettings,
): void {
  if (kind === "raid") state.lastRaidSecond = Math.max(state.lastRaidSecond ?? 0, second);
  const isLargeGift = kind === "gift" && amount >= adaptive.giftGuardAmount;
  if (isLargeGift) state.lastGiftSecond = Math.max(state.lastGiftSecond ?? 0, second);
}

/** The second an event belongs to; one from the future belongs to now. Keeps the feed's lag on the way. */
function secondOf(state: DetectorState, sentAtMs: number): number {
  if (state.clockMs === null) return Math.floor(sentAtMs / 1000);
  const isAhead = sentAtMs > state.clockMs + maxAheadMs;
  if (isAhead) state.tally.fromFuture++;
  const lagMs = Math.max(0, state.clockMs - sentAtMs);
  // About the last twenty messages: quick enough to follow a feed that falls behind.
  state.lagMs += (Math.min(lagMs, judgedLatenessSeconds * 1000) - state.lagMs) * 0.05;
  return Math.floor((isAhead ? state.clockMs : sentAtMs) / 1000);
}

function exclusionOf(isFlooding: boolean, isPasted: boolean): Exclusion | null {
  if (isFlooding) return "one_person";
  return isPasted ? "copypasta" : null;
}

/** A long text that somebody has just written already. Reactions are exempt: a wall of one emote is how a crowd roars. */
function isCopypasta(longTexts: Map<number, number>, words: string, second: number): boolean {
  if (words.length < minCopypastaLength) return false;
  const key = hash32(words);
  const before = longTexts.get(key);
  longTexts.delete(key);
  longTexts.set(key, second);
  for (const oldest of longTexts.keys()) {
    if (longTexts.size <= maxLongTexts) break;
    longTexts.delete(oldest);
  }
  return before !== undefined && Math.abs(second - before) < copypastaSeconds;
}

function emotesOf({ emotes, text }: ChatMessage, { emoteNames }: DetectionSettings): readonly string[] {
  const marked = emotes.slice(0, maxEmotesPerMessage);
  if (emoteNames.length === 0) return marked;
  const named = text.split(/\s+/, 100).filter((word) => isOnList(emoteNames, word) && !emotes.includes(word));
  return [...marked, ...named].slice(0, maxEmotesPerMessage);
}

const sets = new WeakMap<readonly string[], ReadonlySet<string>>();

/** Membership in a list of settings, compiled to a set once per list. */
function isOnList(list: readonly string[], name: string): boolean {
  let set = sets.get(list);
  if (!set) {
    set = new Set(list);
    sets.set(list, set);
  }
  return set.has(name);
}
