// The emotes of the script: what each role in a line looks like on each platform.
import type { Platform } from "#core/channel/channel-ref.ts";

export const emoteRoles = ["hype", "wow", "laugh", "love", "wink", "sad", "calm"] as const;
export type EmoteRole = (typeof emoteRoles)[number];

interface Emote {
  readonly name: string;
  readonly id: string;
}

/** Twitch ids are those of the global emotes. Kick's, but for HYPERCLAP, are the world's own. */
export const emotes: Record<Platform, Record<EmoteRole, Emote>> = {
  twitch: {
    hype: { name: "PogChamp", id: "305954156" },
    wow: { name: "Kreygasm", id: "41" },
    laugh: { name: "LUL", id: "425618" },
    love: { name: "SeemsGood", id: "64138" },
    wink: { name: "Kappa", id: "25" },
    sad: { name: "BibleThump", id: "86" },
    calm: { name: "CoolCat", id: "58127" },
  },
  kick: {
    hype: { name: "HYPERCLAP", id: "4148074" },
    wow: { name: "EZPog", id: "4148101" },
    laugh: { name: "KEKW", id: "4148102" },
    love: { name: "HarborHeart", id: "4148103" },
    wink: { name: "SlyFinch", id: "4148104" },
    sad: { name: "RainyDock", id: "4148105" },
    calm: { name: "SlowTide", id: "4148106" },
  },
};

const idsByName: Record<Platform, ReadonlyMap<string, string>> = {
  twitch: new Map(Object.values(emotes.twitch).map((emote) => [emote.name, emote.id])),
  kick: new Map(Object.values(emotes.kick).map((emote) => [emote.name, emote.id])),
};

/** Replaces `{hype}` and the like by the platform's emote names. */
export function withEmotes(platform: Platform, line: string): string {
  return line.replace(/\{(\w+)\}/g, (whole, role: string) => emotes[platform][role as EmoteRole]?.name ?? whole);
}

/** An emote in a text: whole words only, as the platforms find them. `start` and `end` (inclusive) count code points. */
export interface PlacedEmote extends Emote {
  readonly start: number;
  readonly end: number;
}

export function emotesIn(platform: Platform, text: string): PlacedEmote[] {
  const found: PlacedEmote[] = [];
  let start = 0;
  for (const word of text.split(" ")) {
    const length = [...word].length;
    const id = idsByName[platform].get(word);
    if (id !== undefined) found.push({ name: word, id, start, end: start + length - 1 });
    start += length + 1;
  }
  return found;
}
