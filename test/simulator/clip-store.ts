// The clips of the simulated Twitch: every creation that was answered with 202, whether or not it ever appears.
import { randomBytes } from "node:crypto";

export interface StoredClip {
  readonly id: string;
  readonly endpoint: "live" | "vod";
  readonly broadcasterId: string;
  readonly creatorId: string;
  readonly title: string;
  readonly durationSeconds: number;
  readonly gameId: string;
  /** The recording the clip is from, and the second of it at which the clip starts. */
  readonly videoId: string;
  readonly vodStartSeconds: number;
  readonly createdAtMs: number;
  /** When Get Clips begins to show it; null: never. */
  readonly appearsAtMs: number | null;
  /** When Get Clips begins to tell its place in the recording. */
  readonly placedAtMs: number;
}

/** Creations that ask for the same clip: more than one of them is what a product must never do. */
export interface ClipCreations {
  readonly endpoint: "live" | "vod";
  readonly broadcasterId: string;
  readonly title: string;
  readonly durationSeconds: number;
  /** The end within the recording, as a VOD clip is asked for; null for live clips, which have no such place. */
  readonly vodEndSeconds: number | null;
  readonly times: number;
  readonly atMs: readonly number[];
  readonly clipIds: readonly string[];
}

export interface ClipStore {
  add(clip: Omit<StoredClip, "id">): StoredClip;
  all(): readonly StoredClip[];
  /** What Get Clips shows now. */
  visible(): readonly StoredClip[];
  creations(): readonly ClipCreations[];
}

export function createClipStore(nowMs: () => number): ClipStore {
  const clips: StoredClip[] = [];
  return {
    add(clip) {
      const added = { ...clip, id: slug() };
      clips.push(added);
      return added;
    },
    all: () => clips,
    visible: () => clips.filter(({ appearsAtMs }) => appearsAtMs !== null && appearsAtMs <= nowMs()),
    creations: () => [...Map.groupBy(clips, askedFor).values()].map(together),
  };
}

function vodEnd({ endpoint, vodStartSeconds, durationSeconds }: StoredClip): number | null {
  return endpoint === "live" ? null : Math.round(vodStartSeconds + durationSeconds);
}

function askedFor(clip: StoredClip): string {
  const { endpoint, broadcasterId, title, durationSeconds } = clip;
  return JSON.stringify([endpoint, broadcasterId, title, durationSeconds, vodEnd(clip)]);
}

function together(same: readonly StoredClip[]): ClipCreations {
  const [clip] = same;
  if (clip === undefined) throw new RangeError("no clips to count");
  const { endpoint, broadcasterId, title, durationSeconds } = clip;
  const about = { endpoint, broadcasterId, title, durationSeconds, vodEndSeconds: vodEnd(clip) };
  const atMs = same.map(({ createdAtMs }) => createdAtMs);
  return { ...about, times: same.length, atMs, clipIds: same.map(({ id }) => id) };
}

/** Words and a tail of chance, as Twitch names clips. */
function slug(): string {
  const words = ["Brave", "Quiet", "Neon", "Velvet", "Rapid", "Otter", "Comet", "Kettle", "Lantern", "Gate"];
  const chosen = [...randomBytes(4)].map((byte) => words[byte % words.length]);
  return `${chosen.join("")}-${randomBytes(9).toString("base64url")}`;
}
