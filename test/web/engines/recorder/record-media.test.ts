// The recorder's loop with streams that need more than one file: keys, sound that comes apart, several qualities.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { namedBytes, type OriginTrack } from "../../../support/hls-origin.ts";
import { beginTime, endTime, only, record, segmentMs, status, t0, track, upTo } from "../../../support/recorder-run.ts";

beforeEach(beginTime);
afterEach(endTime);

describe("an encrypted stream", () => {
  const keyBytes = (number: number) => new Uint8Array(16).fill(number + 1);
  const keyOf = (place: number) => Math.floor(place / 4);
  const encrypted = (tag: (place: number) => string, ivOf: (place: number) => Uint8Array<ArrayBuffer>) => ({
    tagsOf: (place: number) => [tag(place)],
    async bytesOf(place: number) {
      const key = await crypto.subtle.importKey("raw", keyBytes(keyOf(place)), "AES-CBC", false, ["encrypt"]);
      const algorithm = { name: "AES-CBC", iv: ivOf(place) };
      return new Uint8Array(await crypto.subtle.encrypt(algorithm, key, namedBytes(`main ${place}`)));
    },
  });
  const byNumber = encrypted(
    (place) => `#EXT-X-KEY:METHOD=AES-128,URI="../keys/${keyOf(place)}"`,
    (place) => {
      const iv = new Uint8Array(16);
      new DataView(iv.buffer).setUint32(12, place);
      return iv;
    },
  );
  const keys = (path: string) => {
    const number = /^\/keys\/(\d+)$/.exec(path)?.[1];
    return number === undefined ? null : new Response(keyBytes(Number(number)));
  };

  test("is recorded through every change of its key, each key fetched once", async () => {
    const run = record({ tracks: () => only(byNumber), others: keys });
    await run.forMs(41_000);
    expect(run.placesInOrder()).toEqual(upTo(44, 69));
    const asked = run.origin.asked.filter((path) => path.startsWith("/keys/"));
    expect(asked.toSorted()).toEqual([
      "/keys/11",
      "/keys/12",
      "/keys/13",
      "/keys/14",
      "/keys/15",
      "/keys/16",
      "/keys/17",
    ]);
  });

  test("with initialization vectors of its own", async () => {
    const iv = new Uint8Array(16).fill(0xab);
    const own = encrypted(
      (place) => `#EXT-X-KEY:METHOD=AES-128,URI="../keys/${keyOf(place)}",IV=0x${"AB".repeat(16)}`,
      () => iv,
    );
    const run = record({ tracks: () => only(own), others: keys });
    await run.forMs(5_000);
    expect(run.placesInOrder()).toEqual(upTo(44, 51));
  });

  test("whose key is refused says so, loses what leaves the playlist meanwhile, and goes on", async () => {
    let isRefused = true;
    const others = (path: string) => (path.startsWith("/keys/") && isRefused ? status(403) : keys(path));
    const run = record({ tracks: () => only(byNumber), others });
    await run.forMs(20_000);
    expect([run.kept, run.problems.at(-1), run.phases.at(-1)]).toEqual([[], "no_key", "waiting"]);
    isRefused = false;
    await run.forMs(21_000);
    expect(run.problems.at(-1)).toBeNull();
    expect(new Set(run.gaps.map(({ reason }) => reason))).toEqual(new Set(["no_key"]));
    const lost = run.gaps.map(({ fromMs }) => (fromMs - t0) / segmentMs);
    expect([...lost, ...run.placesInOrder()].toSorted((a, b) => a - b)).toEqual(upTo(44, 69));
    expect(run.placesInOrder()).toContain(58);
  });

  test("that only a licensed player opens is not touched", async () => {
    const tagsOf = () => ['#EXT-X-KEY:METHOD=SAMPLE-AES,URI="skd://x",KEYFORMAT="com.apple.streamingkeydelivery"'];
    const run = record({ tracks: () => only({ tagsOf }) });
    await run.forMs(5_000);
    expect([run.problems.at(-1), run.kept]).toEqual(["encrypted", []]);
  });
});

describe("sound that comes apart", () => {
  const master = () =>
    new Response(
      [
        "#EXTM3U",
        '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="english",DEFAULT=YES,URI="sound/index.m3u8"',
        '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="german",URI="other/index.m3u8"',
        '#EXT-X-STREAM-INF:BANDWIDTH=6000000,RESOLUTION=1920x1080,AUDIO="a"',
        "main/index.m3u8",
      ].join("\n"),
    );
  const others = (path: string) => (path === "/master.m3u8" ? master() : null);
  const apart = (change: Partial<OriginTrack> = {}) => ({
    main: track(),
    sound: track(change),
    other: track(),
  });

  test("is handed over with the picture of the same time, whatever its numbers", async () => {
    const run = record({
      path: "master.m3u8",
      others,
      tracks: () => apart({ sequenceOf: (place) => place + 7000, delayMs: () => 700 }),
    });
    await run.forMs(30_000);
    expect(run.placesInOrder()).toEqual(upTo(44, run.placesInOrder().at(-1) ?? 0));
    expect(run.kept.length).toBeGreaterThan(18);
    expect(run.kept.map(({ sound }) => sound)).toEqual(run.kept.map(({ name }) => name.replace("main", "sound")));
    expect(run.problems.at(-1)).toBeNull();
  });

  test("goes with the backlog though its playlist cannot be read for a while", async () => {
    const isDown = () => Date.now() > t0 + 107_000 && Date.now() < t0 + 110_000;
    const run = record({
      path: "master.m3u8",
      others,
      tracks: () => ({ main: track({ windowSegments: 40 }), sound: track({ windowSegments: 40 }) }),
      faults: async (path) => {
        if (path.endsWith(".ts")) await new Promise((resolve) => setTimeout(resolve, 400));
        return path === "/sound/index.m3u8" && isDown() ? status(404) : null;
      },
    });
    await run.forMs(30_000);
    expect(run.kept.length).toBeGreaterThan(40);
    expect(run.kept.map(({ sound }) => sound)).toEqual(run.kept.map(({ name }) => name.replace("main", "sound")));
  });

  test("may be another language, and may change while it records", async () => {
    const choice = { quality: null, sound: "german" };
    const run = record({ path: "master.m3u8", others, tracks: () => apart(), choice });
    await run.forMs(3_000);
    expect(run.reader.offer).toMatchObject({ sound: "german", sounds: [{ name: "english" }, { name: "german" }] });
    run.reader.choose({ quality: null, sound: "english" });
    await run.forMs(10_000);
    const sounds = run.kept.map(({ sound }) => sound?.split(" ")[0]);
    expect([sounds[0], sounds.at(-1)]).toEqual(["other", "sound"]);
    expect(run.placesInOrder()).toEqual(upTo(44, 55));
  });

  test("that cannot be had is told, and the picture is kept", async () => {
    const run = record({
      path: "master.m3u8",
      others,
      tracks: () => apart(),
      faults: (path) => (path.startsWith("/sound/") ? status(404) : null),
    });
    await run.forMs(30_000);
    expect(run.problems).toContain("no_sound");
    expect(run.kept.length).toBeGreaterThan(10);
    expect(run.gaps).toEqual([]);
  });
});

describe("the quality", () => {
  const others = (path: string) =>
    path === "/master.m3u8"
      ? new Response(
          [
            "#EXTM3U",
            "#EXT-X-STREAM-INF:BANDWIDTH=1000000,RESOLUTION=640x360",
            "low/index.m3u8",
            "#EXT-X-STREAM-INF:BANDWIDTH=6000000,RESOLUTION=1920x1080",
            "main/index.m3u8",
          ].join("\n"),
        )
      : null;

  test("is the best, and another one from the next segment on when it is asked for", async () => {
    for (const hasDates of [true, false]) {
      const run = record({
        path: "master.m3u8",
        others,
        tracks: () => ({ main: track({ hasDates }), low: track({ hasDates }) }),
      });
      await run.forMs(8_000);
      const low = run.reader.offer?.qualities.find(({ name }) => name === "360p")?.id ?? null;
      run.reader.choose({ quality: low, sound: null });
      run.naps.wake();
      await run.forMs(8_000);
      const inTime = run.kept.toSorted((a, b) => Number(a.name.split(" ")[1]) - Number(b.name.split(" ")[1]));
      expect(run.placesInOrder()).toEqual(
        upTo(run.placesInOrder()[0] ?? 0, (run.placesInOrder()[0] ?? 0) + inTime.length - 1),
      );
      expect(new Set(inTime.map(({ name, run: part }) => `${name.split(" ")[0]} ${part}`)).size).toBe(2);
      expect(inTime.at(-1)?.name).toContain("low");
      expect(run.gaps).toEqual([]);
      await run.stop();
    }
  });
});
