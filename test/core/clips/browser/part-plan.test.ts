// The parts of an upload.
import { describe, expect, test } from "vitest";
import { defaultPartBytes, planParts, remainingParts } from "#core/clips/browser/part-plan.ts";

describe("the parts of an upload", () => {
  test("are of one size but the last, and leave nothing out", () => {
    const parts = planParts(2 * defaultPartBytes + 5);
    expect(parts).toEqual([
      { partNumber: 1, from: 0, to: 8_388_608 },
      { partNumber: 2, from: 8_388_608, to: 16_777_216 },
      { partNumber: 3, from: 16_777_216, to: 16_777_221 },
    ]);
  });

  test("of an even size have no empty last one", () => {
    expect(planParts(20, 10)).toHaveLength(2);
    expect(planParts(1, 10)).toEqual([{ partNumber: 1, from: 0, to: 1 }]);
  });

  test("that the server has are not sent again, in whatever order it names them", () => {
    expect(
      remainingParts(planParts(45, 10), [{ partNumber: 4 }, { partNumber: 1 }, { partNumber: 99 }]).map(
        (part) => part.partNumber,
      ),
    ).toEqual([2, 3, 5]);
  });

  test("refuse sizes that no file has", () => {
    for (const size of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => planParts(size)).toThrow(RangeError);
    expect(() => planParts(10, 0)).toThrow(RangeError);
    expect(() => planParts(10_001, 1)).toThrow(RangeError);
  });
});
