// The keys that move through what plays, the same on every page that plays something.
import { longStepMs, stepFrom, stepMs, type Stand } from "./rewind-step.ts";

export type PlayKey = "back" | "forward" | "far_back" | "far_forward" | "live" | "mute" | "louder" | "quieter";

/** What of a `KeyboardEvent` counts. */
export interface KeyPress {
  readonly key: string;
  readonly repeat: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

const keys: Readonly<Record<string, PlayKey>> = {
  arrowleft: "back",
  arrowright: "forward",
  l: "live",
  m: "mute",
  "+": "louder",
  "=": "louder",
  "-": "quieter",
};
const withShift: Readonly<Record<string, PlayKey>> = { arrowleft: "far_back", arrowright: "far_forward" };
/** Held down they would only flicker. */
const once: ReadonlySet<PlayKey> = new Set(["live", "mute"]);

/** Null for keys that mean nothing, that belong to the browser, or while someone types. */
export function playKeyOf(press: KeyPress, isTyping: boolean): PlayKey | null {
  if (isTyping || press.ctrlKey || press.metaKey || press.altKey) return null;
  const key = press.key.toLowerCase();
  const found = (press.shiftKey ? withShift[key] : undefined) ?? keys[key] ?? null;
  return press.repeat && found !== null && once.has(found) ? null : found;
}

export interface Playing {
  readonly video: HTMLVideoElement;
  /** Null while nothing is known of what plays. */
  readonly stand: Stand | null;
  readonly seek: (atMs: number) => void;
  readonly goLive: () => void;
}

const volumeStep = 0.1;

export function actOnPlayKey(key: PlayKey, { video, stand, seek, goLive }: Playing): void {
  const step = (byMs: number) => stand !== null && seek(stepFrom(stand, byMs));
  const turn = (by: number) => {
    // Whoever makes it louder wants to hear it.
    if (by > 0 && video.muted) video.muted = false;
    else video.volume = Math.min(1, Math.max(0, Math.round((video.volume + by) * 10) / 10));
  };
  const acts: Record<PlayKey, () => void> = {
    back: () => step(-stepMs),
    forward: () => step(stepMs),
    far_back: () => step(-longStepMs),
    far_forward: () => step(longStepMs),
    live: goLive,
    mute: () => void (video.muted = !video.muted),
    louder: () => turn(volumeStep),
    quieter: () => turn(-volumeStep),
  };
  acts[key]();
}
