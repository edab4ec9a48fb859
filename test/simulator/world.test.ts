import { describe, expect, test } from "vitest";
import { chatBetween } from "./chat-script.ts";
import { emotesIn } from "./emotes.ts";
import { START_MS, smallSample } from "./small-world.ts";
import { eventsBetween, viewersAt } from "./truth.ts";
import { demoWorld, type ScriptedChannel } from "./world.ts";

const HOUR_MS = 3_600_000;

function channelOf(login: string, options: { seed?: string; firstEventInMs?: number } = {}): ScriptedChannel {
  const world = demoWorld({
    sample: smallSample,
    seed: options.seed ?? "tests",
    startMs: START_MS,
    firstEventInMs: options.firstEventInMs ?? 30_000,
    streamAgeMs: 60_000,
  });
  const found = world.find((channel) => channel.login === login);
  if (found === undefined) throw new Error(`no ${login}`);
  return found;
}

describe("the script", () => {
  test("is the same each time it is read, however the time is cut into pieces", () => {
    const channel = channelOf("neon_rally");
    const whole = chatBetween(channel, START_MS, START_MS + 100_000);
    const pieces: typeof whole = [];
    for (let ms = START_MS; ms < START_MS + 100_000; ms += 370) {
      pieces.push(...chatBetween(channelOf("neon_rally"), ms, Math.min(ms + 370, START_MS + 100_000)));
    }
    expect(pieces).toEqual(whole);
    expect(new Set(whole.map(({ id }) => id)).size).toBe(whole.length);
  });

  test("is another one for another seed", () => {
    const said = (seed: string) =>
      chatBetween(channelOf("neon_rally", { seed }), START_MS, START_MS + 60_000).map((m) => m.text);
    expect(said("a")).not.toEqual(said("b"));
  });

  test("brings the first event when it was asked for", () => {
    const firstEvent = (login: string, firstEventInMs?: number) =>
      (eventsBetween(channelOf(login, firstEventInMs ? { firstEventInMs } : {}), START_MS, START_MS + HOUR_MS)[0]
        ?.pictureFromMs ?? 0) - START_MS;
    expect(firstEvent("neon_rally")).toBe(30_000);
    expect(firstEvent("pixel_harbor")).toBe(37_000);
    expect(firstEvent("neon_rally", 25_000)).toBe(25_000);
  });

  test.each(["neon_rally", "pixel_harbor"])("lets %s react to every event of an hour, after the picture", (login) => {
    const channel = channelOf(login);
    const startedAtMs = channel.broadcasts[0]?.startedAtMs ?? 0;
    const events = eventsBetween(channel, START_MS, START_MS + HOUR_MS);
    expect(events.length).toBe(75);
    for (const { pictureFromMs, pictureToMs, reactionOnsetMs, reactionPeakMs } of events) {
      const loopMs = (pictureFromMs - startedAtMs) % 96_000;
      expect([14_000, 60_000]).toContain(loopMs);
      expect(pictureToMs - pictureFromMs).toBe(5000);
      expect(reactionOnsetMs - pictureFromMs).toBeGreaterThanOrEqual(4000);
      expect(reactionOnsetMs - pictureFromMs).toBeLessThanOrEqual(8000);
      expect(reactionPeakMs - reactionOnsetMs).toBeGreaterThanOrEqual(4000);
      expect(reactionPeakMs - pictureFromMs).toBeLessThanOrEqual(15_000);
    }
  });

  test("is a crowd at an event and a few people in between", () => {
    const channel = channelOf("neon_rally");
    const [event] = eventsBetween(channel, START_MS, START_MS + 60_000);
    if (event === undefined) throw new Error("no event");
    const crowd = chatBetween(channel, event.reactionOnsetMs, event.reactionOnsetMs + 18_000);
    const calm = chatBetween(channel, event.pictureFromMs - 20_000, event.pictureFromMs);
    const seconds = Map.groupBy(crowd, (m) => Math.floor(m.sentAtMs / 1000));
    const busiest = Math.max(...[...seconds.values()].map((messages) => messages.length));
    expect(busiest).toBeGreaterThanOrEqual(11);
    expect(busiest).toBeLessThanOrEqual(18);
    expect(new Set(crowd.map((m) => m.chatter.id)).size).toBeGreaterThanOrEqual(40);
    expect(crowd.filter((m) => /clip/i.test(m.text)).length).toBeGreaterThanOrEqual(3);
    expect(crowd.filter((m) => emotesIn("twitch", m.text).length > 0).length).toBeGreaterThan(15);
    expect(calm.length).toBeLessThan(30);
    const before = viewersAt(channel, event.pictureFromMs);
    const after = viewersAt(channel, event.pictureFromMs + 22_000);
    expect(after / before).toBeGreaterThan(1.01);
    expect(after / before).toBeLessThan(1.12);
  });

  test("leaves the quiet channel quiet and the offline one silent", () => {
    const quiet = channelOf("slow_lantern");
    expect(eventsBetween(quiet, START_MS, START_MS + HOUR_MS)).toEqual([]);
    expect(chatBetween(quiet, START_MS, START_MS + 600_000).length).toBeLessThan(90);
    const offline = channelOf("velvet_orbit");
    expect(chatBetween(offline, START_MS, START_MS + 600_000)).toEqual([]);
    expect(viewersAt(offline, START_MS)).toBe(0);
  });

  test("counts emote places in code points, whole words only", () => {
    expect(emotesIn("twitch", "😂 LUL and LULnot Kappa")).toEqual([
      { name: "LUL", id: "425618", start: 2, end: 4 },
      { name: "Kappa", id: "25", start: 17, end: 21 },
    ]);
  });
});
