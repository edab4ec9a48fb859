import { createRequire } from "node:module";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { START_MS, startSmallWorld, type SmallWorld } from "./small-world.ts";

interface Manifest {
  readonly mediaSequence: number;
  readonly discontinuitySequence: number;
  readonly discontinuityStarts: readonly number[];
  readonly targetDuration: number;
  readonly endList?: boolean;
  readonly segments: readonly {
    uri: string;
    duration: number;
    dateTimeString: string;
    discontinuity?: boolean;
    timeline: number;
  }[];
}
// m3u8-parser brings no types of its own.
const { Parser } = createRequire(import.meta.url)("m3u8-parser") as {
  Parser: new () => { push(text: string): void; end(): void; manifest: Manifest };
};

let world: SmallWorld;
beforeEach(async () => void (world = await startSmallWorld()));
afterEach(() => world.close());

async function playlist(login = "neon_rally"): Promise<Manifest> {
  const answer = await fetch(world.hlsUrl(login));
  expect(answer.status).toBe(200);
  expect(answer.headers.get("access-control-allow-origin")).toBe("*");
  const parser = new Parser();
  parser.push(await answer.text());
  parser.end();
  return parser.manifest;
}

async function segment(uri: string, login = "neon_rally") {
  const answer = await fetch(new URL(uri, world.hlsUrl(login)));
  return { status: answer.status, name: await answer.text(), cors: answer.headers.get("access-control-allow-origin") };
}

describe("the live playlist", () => {
  test("slides over the loop: numbers, times, files and joins fit together", async () => {
    const startedAtMs = START_MS - 80_000;
    const seen = new Map<string, { atMs: number; discontinuity: boolean }>();
    let before: Manifest | null = null;
    for (let i = 0; i < 60; i++) {
      const now: Manifest = await playlist();
      expect(now.segments.length).toBe(10);
      expect(now.targetDuration).toBe(2);
      if (before !== null) expect(now.mediaSequence - before.mediaSequence).toBe(1);
      let discontinuities = now.discontinuitySequence;
      for (const [k, { uri, duration, dateTimeString, discontinuity }] of now.segments.entries()) {
        const atMs = Date.parse(dateTimeString);
        if (discontinuity) discontinuities += 1;
        expect([uri, duration]).toEqual([`segments/${now.mediaSequence + k}.ts`, 2]);
        expect(atMs).toBe(startedAtMs + (now.mediaSequence + k) * 2000);
        expect(discontinuities).toBe(Math.floor((atMs - startedAtMs) / 96_000));
        expect(Boolean(discontinuity)).toBe((atMs - startedAtMs) % 96_000 === 0);
        expect(seen.get(uri) ?? { atMs, discontinuity: Boolean(discontinuity) }).toEqual({
          atMs,
          discontinuity: Boolean(discontinuity),
        });
        seen.set(uri, { atMs, discontinuity: Boolean(discontinuity) });
      }
      before = now;
      world.advance(2000);
    }
    expect([...seen.values()].filter(({ discontinuity }) => discontinuity).length).toBe(2);
  });

  test("names a segment half a second after its last picture, not before", async () => {
    world.advance(499);
    expect(Date.parse((await playlist()).segments.at(-1)?.dateTimeString ?? "")).toBe(START_MS - 4000);
    world.advance(1);
    expect(Date.parse((await playlist()).segments.at(-1)?.dateTimeString ?? "")).toBe(START_MS - 2000);
  });

  test("serves what it names and a little more, but neither the future nor the distant past", async () => {
    world.advance(100_500);
    const { mediaSequence, segments } = await playlist();
    for (const { uri, dateTimeString } of segments) {
      const place = ((Date.parse(dateTimeString) - START_MS + 80_000) % 96_000) / 2000;
      expect(await segment(uri)).toEqual({ status: 200, name: `${String(place).padStart(5, "0")}.ts`, cors: "*" });
    }
    expect((await segment(`segments/${mediaSequence - 5}.ts`)).status).toBe(200);
    expect((await segment(`segments/${mediaSequence + 10}.ts`)).status).toBe(404);
    expect((await segment(`segments/${mediaSequence - 40}.ts`)).status).toBe(404);
  });

  test("ends with the broadcast, goes away, and goes on counting with the next", async () => {
    world.advance(700);
    const last = (await playlist()).segments.at(-1)?.uri;
    await world.control.setLive({ channel: "neon_rally", live: false });
    const ended = await playlist();
    expect([ended.endList, ended.segments.at(-1)?.uri]).toEqual([true, last]);
    world.advance(60_000);
    expect((await fetch(world.hlsUrl("neon_rally"))).status).toBe(404);
    await world.control.setLive({ channel: "neon_rally", live: true });
    expect((await fetch(world.hlsUrl("neon_rally"))).status).toBe(404);
    world.advance(5000);
    const next = await playlist();
    expect(next.endList).toBeUndefined();
    expect(next.mediaSequence).toBe(ended.mediaSequence + 10);
    expect([next.segments[0]?.discontinuity, next.discontinuitySequence]).toEqual([true, 0]);
    expect(await segment(next.segments[0]?.uri ?? "")).toMatchObject({ status: 200, name: "00000.ts" });
    world.advance(60_000);
    expect((await playlist()).discontinuitySequence).toBe(1);
  });

  test("is not there for who is offline or unknown", async () => {
    for (const login of ["velvet_orbit", "nobody"]) expect((await fetch(world.hlsUrl(login))).status).toBe(404);
  });
});
