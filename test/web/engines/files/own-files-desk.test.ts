// The worker's side of a person's own files: when footage is taken over, when it is undone, and when it is tried again.
import { expect, test, vi } from "vitest";
import type { OwnFilesView } from "../../../../web/engines/files/files.types.ts";
import { createOwnFilesDesk } from "../../../../web/engines/files/own-files-desk.ts";
import type { TakeOverRequest } from "../../../../web/engines/files/take-over.ts";
import { datedMp4, madeFile } from "../../../media/made-file.ts";

const began = Date.UTC(2026, 0, 17, 14, 32, 16);
const at = (fromMs: number, toMs: number) => ({ fromMs: began + fromMs, toMs: began + toMs });

/** A desk whose takes last until they are answered; `told` is what was asked of the disk, in order. */
function aDesk() {
  let nowMs = began + 3_600_000;
  let view: OwnFilesView = { files: [], folder: { status: "none" } };
  const told: string[] = [];
  const takes: { request: TakeOverRequest; answer: (problem: string | null) => void }[] = [];
  const desk = createOwnFilesDesk({
    onView: (next) => void (view = next),
    nowMs: () => nowMs,
    takeOver: {
      take(request) {
        told.push(`take ${request.beginMs - began}`);
        return new Promise((answer) => void takes.push({ request, answer }));
      },
      undo: (file) =>
        Promise.resolve(void told.push(`undo ${(file.setBeginMs ?? file.guesses[0]?.beginMs ?? 0) - began}`)),
    },
  });
  return {
    ...{ desk, told },
    file: () => view.files[0],
    pass: (ms: number) => void (nowMs += ms),
    take: () => vi.waitFor(() => takes.shift() ?? Promise.reject(new Error("Nothing is taken."))),
  };
}

const aFile = async () =>
  new File([datedMp4(await madeFile({ kind: "mp4" }), began)], "a.mp4", { lastModified: began + 8000 });

test("what is set while footage is taken over undoes it behind the take, also when it is set back", async () => {
  const { desk, told, file, take } = aDesk();
  desk.add("a", await aFile());
  desk.setBegin("a", began);
  desk.want([at(1000, 3000)]);
  const first = await take();
  told.length = 0;
  desk.setBegin("a", began + 1000);
  desk.setBegin("a", began);
  await Promise.resolve();
  expect(told).toEqual([]);
  first.answer(null);
  (await take()).answer(null);
  await vi.waitFor(() => expect(file()?.takenOver.length).toBe(1));
  expect(told).toEqual(["undo 0", "undo 1000", "take 0"]);
});

test("a file that is removed while it is taken over leaves nothing", async () => {
  const { desk, told, take } = aDesk();
  desk.add("a", await aFile());
  desk.setBegin("a", began);
  desk.want([at(1000, 3000)]);
  const first = await take();
  told.length = 0;
  desk.remove("a");
  expect(told).toEqual([]);
  first.answer(null);
  await vi.waitFor(() => expect(told).toEqual(["undo 0"]));
});

test("a file that another has replaced, with another beginning, gives its footage anew", async () => {
  const { desk, told, file, take } = aDesk();
  let bytes = datedMp4(await madeFile({ kind: "mp4" }), began);
  let lastModified = began + 8500;
  const origin = { kind: "file", name: "a.mp4", getFile: async () => new File([bytes], "a.mp4", { lastModified }) };
  desk.add("a", origin as unknown as FileSystemFileHandle);
  desk.want([at(3000, 5000), at(23_000, 25_000)]);
  (await take()).answer(null);
  await vi.waitFor(() => expect(file()?.takenOver.length).toBe(1));
  told.length = 0;
  bytes = datedMp4(await madeFile({ kind: "mp4", segments: 2 }), began + 20_000);
  lastModified += 16_000;
  desk.setSessionStart(null);
  (await take()).answer(null);
  await vi.waitFor(() => expect(file()?.takenOver.length).toBe(1));
  expect(told).toEqual(["undo 500", "take 20500"]);
});

test("what could not be taken over is tried again a minute later", async () => {
  const { desk, told, file, take, pass } = aDesk();
  desk.add("a", await aFile());
  desk.setBegin("a", began);
  desk.want([at(1000, 3000)]);
  (await take()).answer("No room.");
  await vi.waitFor(() => expect(file()?.takeProblem).toBe("No room."));
  pass(59_000);
  // The take of another range ends a look that has come past the first.
  desk.want([at(1000, 3000), at(4000, 6000)]);
  (await take()).answer(null);
  await vi.waitFor(() => expect(file()?.takenOver.length).toBe(1));
  expect(told.filter((one) => one === "take 0").length).toBe(2);
  pass(1000);
  desk.want([at(1000, 3000)]);
  (await take()).answer(null);
  await vi.waitFor(() => expect(file()?.takenOver.length).toBe(2));
});
