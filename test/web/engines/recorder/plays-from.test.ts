// What a page plays: its recording, or the source where it has none.
import { expect, test } from "vitest";
import { problemOf } from "../../../../web/engines/recorder/playlist-problem.ts";
import { playsFrom } from "../../../../web/engines/recorder/plays-from.ts";

test("a page plays what it records, and the source itself where nothing is stored", () => {
  const status = { phase: "recording", problem: null, pieces: 4 } as const;
  const full = problemOf("disk_full");
  expect([
    playsFrom(status),
    playsFrom({ ...status, phase: "starting", pieces: 0 }),
    playsFrom({ ...status, phase: "ended" }),
    playsFrom({ ...status, problem: full }),
    playsFrom({ ...status, problem: full, pieces: 0 }),
    playsFrom({ ...status, phase: "elsewhere" }),
    playsFrom({ ...status, phase: "failed" }),
    playsFrom(null),
  ]).toEqual(["recording", "recording", "recording", "recording", "source", "source", "source", "source"]);
});
