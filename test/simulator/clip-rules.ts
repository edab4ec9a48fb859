// What a channel allows and how its clips come about, as far as a test may set it.
import { demoUsers } from "./world.ts";

export interface ClipRule {
  /** From the creation to the appearance in Get Clips; null: never. */
  readonly appearAfterMs: number | null;
  /** The first clip of every broadcast is accepted and never appears. */
  readonly firstOfStreamFails: boolean;
  /** Who may make clips. */
  readonly allowed: "everyone" | "followers" | "subscribers" | "nobody";
  readonly isCategoryClippable: boolean;
  /** Broadcasts are recorded. */
  readonly isRecorded: boolean;
  /** A running broadcast's recording ends this long ago. */
  readonly vodLagMs: number;
  /** From the creation of a live clip until Get Clips tells its place in the recording. */
  readonly placedAfterMs: number;
  readonly hasDownloads: boolean;
  /** User ids. The broadcaster needs no entry. */
  readonly editors: readonly string[];
  readonly banned: readonly string[];
}

/** What is left out or undefined stays as it is. */
type ClipRuleChanges = { readonly [Name in keyof ClipRule]?: ClipRule[Name] | undefined };

export interface ClipRules {
  of(channelId: string): ClipRule;
  change(channelId: string, changes: ClipRuleChanges): void;
  /** Titles that contain one of these words, in any case, fail AutoMod. */
  refusedWords(): readonly string[];
  setRefusedWords(words: readonly string[]): void;
}

const ordinary: ClipRule = {
  appearAfterMs: 1000,
  firstOfStreamFails: false,
  allowed: "everyone",
  isCategoryClippable: true,
  isRecorded: true,
  vodLagMs: 5000,
  placedAfterMs: 180_000,
  hasDownloads: true,
  editors: [],
  banned: [],
};

/** The owner of the demo edits this channel, so that everything an editor may do can be shown. */
const EDITED_CHANNEL_ID = "70001";

export function createClipRules(): ClipRules {
  const owner = demoUsers.twitch[0]?.id ?? "";
  const rules = new Map<string, ClipRule>([[EDITED_CHANNEL_ID, { ...ordinary, editors: [owner] }]]);
  let words: readonly string[] = [];
  const of = (channelId: string) => rules.get(channelId) ?? ordinary;
  return {
    of,
    change(channelId, changes) {
      const given = Object.entries(changes).filter(([, value]) => value !== undefined);
      rules.set(channelId, { ...of(channelId), ...Object.fromEntries(given) });
    },
    refusedWords: () => words,
    setRefusedWords: (refused) => void (words = refused.map((word) => word.toLowerCase())),
  };
}
