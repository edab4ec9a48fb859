// What the page says of a tab capture: what it is, what it sees, what is wrong, and what to press.
import type { BroadcastLatency } from "#core/capture/broadcast-latency.ts";
import type { Platform } from "#core/channel/channel-ref.ts";
import type { CaptureStatus } from "../../engines/capture/capture.types.ts";
import type { Tone } from "../../ui/format/feed-words.ts";

export interface CaptureSituation {
  readonly platform: Platform;
  /** This browser can share a part of a tab. */
  readonly isSupported: boolean;
  readonly capture: CaptureStatus;
  /** There is footage of this stream from before the page was loaded. */
  readonly hasFootage: boolean;
  /** Another tab of this browser records the channel. */
  readonly isElsewhere: boolean;
  /** What the platform's player says of itself; null when it does not. */
  readonly isPlayerMuted: boolean | null;
  readonly broadcast: BroadcastLatency;
}

export interface CaptureView {
  readonly title: string;
  readonly tone: Tone;
  /** One or two sentences; null where the title says it. */
  readonly text: string | null;
  /** What the button says; null for none. `begin` asks the browser, `stop` ends the share. */
  readonly action: { readonly label: string; readonly does: "begin" | "stop" } | null;
  /** What a person should do something about, most urgent first. */
  readonly warnings: readonly string[];
  /** A few words each. */
  readonly facts: readonly string[];
}

const names: Record<Platform, string> = { twitch: "Twitch", kick: "Kick" };
const otherWays = "Or set the stream's HLS address, if it has one.";

export function captureView(situation: CaptureSituation): CaptureView {
  const { capture, isSupported, isElsewhere } = situation;
  const quiet = { warnings: [], facts: [] };
  if (isElsewhere) {
    return {
      ...{ ...quiet, title: "Another tab of this browser records this channel", tone: "plain", action: null },
      text: "This page takes over when that tab is closed.",
    };
  }
  if (!isSupported) {
    return {
      ...{ ...quiet, title: "This browser cannot record a tab", tone: "warn", action: null },
      text: `Open this page in Chrome, Edge or another Chromium browser on a computer. ${otherWays}`,
    };
  }
  switch (capture.phase) {
    case "idle":
      return { ...quiet, tone: "plain", ...invitation(situation) };
    case "asking":
      return {
        ...{ ...quiet, title: "Your browser is asking", tone: "warn", action: null },
        text: "Choose to share this tab, and leave its sound on.",
      };
    case "measuring":
      return {
        ...{ ...quiet, title: "Measuring…", tone: "warn", action: { label: "Stop", does: "stop" } },
        text: "A small square blinks in the corner of the player for two seconds: it shows how late a picture arrives.",
      };
    case "recording":
      return {
        ...{ title: "Recording this tab", tone: "good", text: null, action: { label: "Stop", does: "stop" } },
        warnings: warningsOf(situation),
        facts: factsOf(situation),
      };
    case "ended":
      return { ...quiet, ...ending(situation) };
  }
}

function invitation({ hasFootage, platform }: CaptureSituation): Pick<CaptureView, "title" | "text" | "action"> {
  if (hasFootage) {
    return {
      title: "Not recording: loading the page ended the share",
      text: "What was recorded is kept. One press goes on with the same recording.",
      action: { label: "Go on recording", does: "begin" },
    };
  }
  return {
    title: "Record what this player shows",
    text:
      `${names[platform]} gives its video to no other site, so Hypecut records this tab: only the player, with its sound. ` +
      "Your browser asks first; share this tab, leave its sound on, and keep the page open. It may lie behind other windows.",
    action: { label: "Record this tab", does: "begin" },
  };
}

const problems: Record<NonNullable<CaptureStatus["problem"]>, string> = {
  unsupported: "This browser cannot record a part of a tab.",
  refused:
    "The tab was not shared. If your browser did not ask, it may be forbidden for this site, or for browsers in your computer's settings.",
  other_surface:
    "Something else than this tab was shared. Only this tab can be cut down to the player: choose it when asked.",
  failed: "The browser could not share the tab. Trying again may help.",
  cannot_encode: "Recording stopped, because this browser could not go on encoding or storing the picture.",
};

function ending({ capture }: CaptureSituation): Pick<CaptureView, "title" | "tone" | "text" | "action"> {
  const action = { label: "Go on recording", does: "begin" } as const;
  return capture.problem === null
    ? { title: "Not recording: the share has ended", tone: "warn", text: "What was recorded is kept.", action }
    : { title: "Not recording", tone: "bad", text: `${problems[capture.problem]} ${otherWays}`, action: again(action) };
}

function again(action: NonNullable<CaptureView["action"]>): NonNullable<CaptureView["action"]> {
  return { ...action, label: "Try again" };
}

const pictureWarnings = {
  none: "No picture comes. Is the player on the page, and not hidden?",
  black: "The picture is black. If the player shows one, it is protected and no page can record it.",
  still: "The picture does not change. Is the player paused, or does it ask something?",
} as const;

function warningsOf({ capture, isPlayerMuted }: CaptureSituation): string[] {
  const { sight } = capture;
  const warnings: string[] = [];
  if (sight !== null && sight.picture !== "seen") warnings.push(pictureWarnings[sight.picture]);
  if (!capture.hasSound)
    warnings.push(
      "The tab is shared without its sound. Stop, record again, and leave the sound on in the browser's question.",
    );
  else if (isPlayerMuted === true || sight?.sound === "silent")
    warnings.push("There is no sound: unmute the player, or clips are silent.");
  if (sight !== null && sight.dropped > 0)
    warnings.push("This computer is too slow for every picture. A smaller window helps.");
  return warnings;
}

const latencyBy: Record<BroadcastLatency["by"], string> = {
  player: "as it says",
  setting: "as set",
  usual: "as usual; see Settings",
};

function factsOf({ capture, broadcast, platform }: CaptureSituation): string[] {
  const { sight, latency, scope, hasSound } = capture;
  const facts: string[] = [];
  if (sight !== null && sight.width > 0)
    facts.push(`${sight.width}×${sight.height}, ${Math.round(sight.framesPerSecond)} fps`);
  facts.push(hasSound ? "with sound" : "without sound");
  facts.push(
    latency === null
      ? "delay to the recording not measured"
      : `${Math.round(latency.latencyMs)} ± ${Math.round(latency.errorMs)} ms to the recording`,
  );
  facts.push(`${names[platform]}'s player ${(broadcast.ms / 1000).toFixed(1)} s behind (${latencyBy[broadcast.by]})`);
  if (scope === "cropped") facts.push("whatever lies over the player is recorded too");
  return facts;
}
