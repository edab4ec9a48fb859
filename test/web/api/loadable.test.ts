// What stays on screen while newer answers fail.
import { expect, test } from "vitest";
import { failed, loaded, type Loadable } from "../../../web/api/loadable.ts";

test("the last good answer stays, with the reason why it may be old", () => {
  expect(failed(loaded([1, 2]), "no answer")).toEqual({ status: "ready", value: [1, 2], problem: "no answer" });
});

test("a first answer that fails is a failure", () => {
  const before: Loadable<number> = { status: "loading" };
  expect(failed(before, "no answer")).toEqual({ status: "failed", problem: "no answer" });
});

test("a good answer clears the reason", () => {
  const stale = failed(loaded(1), "no answer");
  expect([stale.status, loaded(2)]).toEqual(["ready", { status: "ready", value: 2, problem: null }]);
});
