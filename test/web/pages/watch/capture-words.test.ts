import { expect, test } from "vitest";
import { captureView, type CaptureSituation } from "../../../../web/pages/watch/capture-words.ts";
import type { CaptureStatus, ShareSight } from "../../../../web/engines/capture/capture.types.ts";

const sight: ShareSight = {
  ...{ width: 1280, height: 720, framesPerSecond: 59.7, dropped: 0, thumbnail: null },
  ...{ picture: "seen", sound: "heard" },
};
const recording: CaptureStatus = {
  ...{ phase: "recording", problem: null, scope: "restricted", hasSound: true, sight },
  latency: { latencyMs: 36.4, errorMs: 4.6 },
};
const situation: CaptureSituation = {
  ...{ platform: "kick", isSupported: true, capture: recording, hasFootage: false, isElsewhere: false },
  ...{ isPlayerMuted: null, broadcast: { ms: 5000, by: "usual" } },
};
const view = (change: Partial<CaptureSituation>, capture: Partial<CaptureStatus> = {}) =>
  captureView({ ...situation, ...change, capture: { ...recording, ...capture } });

test("a capture says what it sees and how late it is", () => {
  expect(view({})).toEqual({
    ...{ title: "Recording this tab", tone: "good", text: null, action: { label: "Stop", does: "stop" }, warnings: [] },
    facts: [
      "1280×720, 60 fps",
      "with sound",
      "36 ± 5 ms to the recording",
      "Kick's player 5.0 s behind (as usual; see Settings)",
    ],
  });
  const told = view({ platform: "twitch", broadcast: { ms: 3210, by: "player" } }, { latency: null, scope: "cropped" });
  expect(told.facts.slice(2)).toEqual([
    "delay to the recording not measured",
    "Twitch's player 3.2 s behind (as it says)",
    "whatever lies over the player is recorded too",
  ]);
});

test.each([
  ["a protected picture", {}, { sight: { ...sight, picture: "black" } }, "no page can record it"],
  ["a hidden player", {}, { sight: { ...sight, picture: "none" } }, "No picture comes"],
  ["a paused player", {}, { sight: { ...sight, picture: "still" } }, "Is the player paused"],
  ["a share without sound", {}, { hasSound: false }, "without its sound"],
  ["a player that says it is muted", { isPlayerMuted: true }, {}, "unmute the player"],
  ["a player that is not heard", {}, { sight: { ...sight, sound: "silent" } }, "unmute the player"],
  ["a slow computer", {}, { sight: { ...sight, dropped: 3 } }, "too slow"],
] as const)("%s is warned of", (_, change, capture, words) => {
  const { warnings } = view(change, capture);
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toContain(words);
});

test.each([
  ["before the first press", {}, { phase: "idle" }, "Record what this player shows", "Record this tab"],
  ["after a reload", { hasFootage: true }, { phase: "idle" }, "loading the page ended the share", "Go on recording"],
  ["after the browser's own bar", {}, { phase: "ended" }, "the share has ended", "Go on recording"],
  ["after a no", {}, { phase: "ended", problem: "refused" }, "Not recording", "Try again"],
  ["in another browser", { isSupported: false }, { phase: "idle" }, "This browser cannot record a tab", undefined],
  ["beside another tab", { isElsewhere: true }, { phase: "idle" }, "Another tab of this browser", undefined],
  ["while the browser asks", {}, { phase: "asking" }, "Your browser is asking", undefined],
  ["while it measures", {}, { phase: "measuring" }, "Measuring…", "Stop"],
] as const)("%s there is one thing to press, or none", (_, change, capture, title, label) => {
  const shown = view(change, capture);
  expect(shown.title).toContain(title);
  expect(shown.action?.label).toBe(label);
});
