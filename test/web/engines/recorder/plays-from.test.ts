// What a page plays: its recording, or the source where it has none.
import { expect, test } from "vitest";
import { playsFrom } from "../../../../web/engines/recorder/plays-from.ts";

test("a page plays what it records, and the source itself where nothing is stored", () => {
  const status = { phase: "recording", pieces: 4 } as const;
  expect([
    playsFrom(status),
    playsFrom({ ...status, phase: "starting", pieces: 0 }),
    playsFrom({ ...status, phase: "ended" }),
    playsFrom({ ...status, phase: "full" }),
    playsFrom({ ...status, phase: "full", pieces: 0 }),
    playsFrom({ ...status, phase: "elsewhere" }),
    playsFrom({ ...status, phase: "failed" }),
    playsFrom(null),
  ]).toEqual(["recording", "recording", "recording", "recording", "source", "source", "source", "source"]);
});
