// One file over time: it grows, is finished, is replaced, goes away and comes back; and what of it a clip is given.
import { describe, expect, test } from "vitest";
import type { FileOrigin } from "../../../../web/engines/files/file-bytes.ts";
import { openFile } from "../../../../web/engines/files/file-bytes.ts";
import type { OwnFile } from "../../../../web/engines/files/files.types.ts";
import { lookAtFile, newOwnFile } from "../../../../web/engines/files/own-file.ts";
import { partToTake } from "../../../../web/engines/files/part-to-take.ts";
import { datedMp4, madeFile } from "../../../media/made-file.ts";

const began = Date.UTC(2026, 0, 17, 14, 32, 16);
/** As OBS names it, by the clock of this computer. */
const name = `${new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeStyle: "medium" }).format(began).replaceAll(":", "-")}.mp4`;

/** A handle of a file that a test writes; reads of a snapshot from before the last write are refused `refusals` times. */
function aHandle(start: Uint8Array<ArrayBuffer>) {
  let bytes = start;
  let lastModified = began + 1000;
  let refusals = 0;
  let missing: string | null = null;
  const snapshot = () => {
    const file = new File([bytes], name, { lastModified });
    if (refusals === 0) return file;
    refusals--;
    const refuse = () => Promise.reject(new DOMException("It changed.", "NotReadableError"));
    return Object.assign(file, { slice: () => ({ arrayBuffer: refuse }) });
  };
  const handle = {
    kind: "file",
    name,
    getFile: () => (missing === null ? Promise.resolve(snapshot()) : Promise.reject(new DOMException("No.", missing))),
  };
  return {
    origin: handle as unknown as FileOrigin,
    write(next: Uint8Array<ArrayBuffer>) {
      bytes = next;
      lastModified += 2000;
    },
    refuse: (times: number) => void (refusals = times),
    hide: (as: string | null) => void (missing = as),
    nowMs: () => lastModified,
  };
}

const view = async (handle: ReturnType<typeof aHandle>, before = newOwnFile("a", handle.origin, "folder")) =>
  lookAtFile(before, { sessionStartMs: null, nowMs: handle.nowMs() });

describe("a file", () => {
  test("that is written while it is read is read by a newer snapshot", async () => {
    const handle = aHandle(await madeFile({ kind: "mp4", segments: 1 }));
    handle.refuse(1);
    const { origin } = handle;
    const file = await openFile(origin);
    expect((await file.read(4, 8)).length).toBe(4);
    handle.refuse(99);
    await expect((await openFile(origin)).read(4, 8)).rejects.toMatchObject({ code: "changed" });
  });

  test("that was chosen without a handle says that it changed", async () => {
    const file = new File(["12345678"], "a.mp4");
    const gone = Object.assign(file, {
      slice: () => ({ arrayBuffer: () => Promise.reject(new DOMException("", "NotReadableError")) }),
    });
    await expect((await openFile(gone)).read(0, 8)).rejects.toMatchObject({ code: "changed" });
  });

  test("grows, is finished by its recorder with another head, and stays the same footage", async () => {
    const fragmented = datedMp4(await madeFile({ kind: "mp4_fragmented" }), began);
    const handle = aHandle(fragmented.slice(0, Math.floor(fragmented.length * 0.6)));
    const early = await view(handle);
    expect(early.view).toMatchObject({ isGrowing: true, problem: null });
    const set = { ...early, view: { ...early.view, setBeginMs: began + 700 } };
    handle.write(fragmented);
    const late = await view(handle, set);
    expect(late.view.media?.durationMs).toBeGreaterThan((early.view.media?.durationMs ?? 0) + 2000);
    handle.write(datedMp4(await madeFile({ kind: "mp4" }), began));
    const finished = await view(handle, late);
    expect(finished.view).toMatchObject({ isGrowing: false, isReplaced: false, setBeginMs: began + 700 });
    expect(await view(handle, finished)).toBe(finished);
  });

  test("that another has replaced is another, and forgets what a person said of the first", async () => {
    const handle = aHandle(datedMp4(await madeFile({ kind: "mp4" }), began));
    const first = await view(handle);
    handle.write(datedMp4(await madeFile({ kind: "mp4", segments: 2 }), began + 3_600_000));
    const second = await view(handle, {
      ...first,
      view: { ...first.view, setBeginMs: 5, takenOver: [{ fromMs: 1, toMs: 2 }] },
    });
    expect(second.view).toMatchObject({ isReplaced: true, setBeginMs: null, takenOver: [] });
  });

  test("that goes away says so, and is as before when it is back", async () => {
    const handle = aHandle(await madeFile({ kind: "mp4" }));
    const first = await view(handle);
    for (const [as, code] of [
      ["NotFoundError", "gone"],
      ["NotAllowedError", "denied"],
    ] as const) {
      handle.hide(as);
      const hidden = await view(handle, first);
      expect(hidden.view).toMatchObject({ problem: { code }, media: first.view.media });
      handle.hide(null);
      expect((await view(handle, hidden)).view).toEqual(first.view);
    }
  });

  test("that begins with nothing becomes one", async () => {
    const handle = aHandle(new Uint8Array());
    const empty = await view(handle);
    expect(empty.view.problem?.code).toBe("empty");
    handle.write(await madeFile({ kind: "mkv_live" }));
    expect((await view(handle, empty)).view).toMatchObject({ problem: null, isGrowing: true, isReplaced: false });
  });

  test("whose name agreed with its first date keeps its beginning when a later date agrees with another sign", async () => {
    const whole = datedMp4(await madeFile({ kind: "mp4_fragmented" }), began + 7000);
    const handle = aHandle(whole.slice(0, Math.floor(whole.length / 3)));
    const early = await view(handle);
    expect(early.view.guesses[0]).toMatchObject({ by: "name", sureness: "sure" });
    for (let writes = 0; writes < 6; writes++) handle.write(whole);
    const late = await view(handle, early);
    expect(late.view.guesses[0]).toEqual(early.view.guesses[0]);
  });

  test("without a date keeps the beginning that it was first seen with", async () => {
    const whole = datedMp4(await madeFile({ kind: "mp4_fragmented" }), 0);
    const handle = aHandle(whole.slice(0, Math.floor(whole.length / 2)));
    const plain = newOwnFile("a", Object.assign(handle.origin, { name: "x.mp4" }), "folder");
    const early = await lookAtFile(plain, { sessionStartMs: null, nowMs: began });
    handle.write(whole);
    const late = await lookAtFile(early, { sessionStartMs: null, nowMs: began + 5000 });
    expect(late.view.guesses[0]?.beginMs).toBe(early.view.guesses[0]?.beginMs);
  });
});

describe("what a clip is given of a file", () => {
  const media = { durationMs: 60_000 } as OwnFile["media"];
  const file = (own: Partial<OwnFile> = {}) =>
    ({ media, setBeginMs: began, guesses: [], isGrowing: false, takenOver: [], ...own }) as unknown as OwnFile;
  const range = (fromMs: number, toMs: number) => ({ fromMs: began + fromMs, toMs: began + toMs });

  test("is the range, with a little around it", () => {
    expect(partToTake(file(), range(10_000, 40_000))).toEqual(range(8000, 42_000));
    expect(partToTake(file(), range(-20_000, 10_000))).toEqual(range(0, 12_000));
    expect(partToTake(file(), range(59_000, 90_000))).toEqual(range(57_000, 60_000));
  });
  test("is nothing where it has nothing, has given it, or is still to get the rest", () => {
    expect(partToTake(file(), range(60_000, 90_000))).toBeNull();
    expect(partToTake(file(), range(-90_000, 0))).toBeNull();
    expect(partToTake(file({ takenOver: [range(8000, 42_000)] }), range(10_000, 40_000))).toBeNull();
    expect(partToTake(file({ isGrowing: true }), range(40_000, 70_000))).toBeNull();
    expect(partToTake(file({ media: null }), range(10_000, 40_000))).toBeNull();
  });
  test("is nothing by a beginning that is not sure, until a person has set it", () => {
    const told = (sureness: string) => [{ beginMs: began, sureness }] as unknown as OwnFile["guesses"];
    const given = (own: Partial<OwnFile>) => partToTake(file(own), range(10_000, 40_000));
    expect(given({ setBeginMs: null, guesses: told("unsure") })).toBeNull();
    expect(given({ setBeginMs: began, guesses: told("unsure") })).toEqual(range(8000, 42_000));
    for (const sureness of ["sure", "likely"])
      expect(given({ setBeginMs: null, guesses: told(sureness) })).toEqual(range(8000, 42_000));
  });
});
