// Whose word the page takes for what its player shows.
import { signal } from "@preact/signals";
import { afterEach, expect, test, vi } from "vitest";
import { playerOrigins } from "#core/capture/official-player.ts";
import { runCapture } from "../../../../web/pages/watch/run-capture.ts";

afterEach(() => void vi.unstubAllGlobals());

test("the state of the player is heard from its own frame alone", () => {
  let hear: (event: object) => void = () => undefined;
  vi.stubGlobal("addEventListener", (_: string, listener: typeof hear) => (hear = listener));
  vi.stubGlobal("removeEventListener", () => undefined);
  const capture = runCapture({
    channel: signal({ platform: "twitch" }),
    settings: signal({}),
    clockOffsetMs: signal(0),
    recorder: signal(null),
    sharing: signal(null),
  } as never);
  const frame = { contentWindow: {} };
  capture.part.value = { querySelector: () => frame } as never;
  const muted = (source: object, isMuted: boolean) =>
    hear({ origin: playerOrigins.twitch, source, data: stateOf(isMuted) });
  muted(frame.contentWindow, true);
  muted({}, false);
  expect(capture.situation.value.isPlayerMuted).toBe(true);
  capture.destroy();
});

function stateOf(muted: boolean) {
  return { namespace: "twitch-embed-player-proxy", eventName: "UPDATE_STATE", params: { muted } };
}
