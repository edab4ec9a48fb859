import { expect, test } from "vitest";
import { concatList } from "../../../../web/engines/cutter/concat-list.ts";

test("pictures follow pictures, whatever the sound of each part does", () => {
  const parts = [
    { file: "part0.ts", pictureMs: 6000, leadMs: 58.5 },
    { file: "part1.ts", pictureMs: 4000, leadMs: 21 },
  ];
  expect(concatList(parts)).toBe(
    "ffconcat version 1.0\nfile part0.ts\nduration 6.037500\nfile part1.ts\nduration 4.021000\n",
  );
});
