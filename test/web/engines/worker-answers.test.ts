// Answers of a worker: each is given once, and none is kept.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { workerAnswers } from "../../../web/engines/worker-answers.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

test("gives the answer, or the failure, of the worker", async () => {
  const answers = workerAnswers();
  expect(await answers.wait(Promise.resolve("here"))).toBe("here");
  await expect(answers.wait(Promise.reject(new Error("no")))).rejects.toThrow("no");
});

test("what is asked when the worker ends, and after, is rejected with the first reason", async () => {
  const answers = workerAnswers();
  const asked = answers.wait(new Promise(() => undefined));
  answers.end(new Error("crashed"));
  answers.end(new Error("stopped"));
  await expect(asked).rejects.toThrow("crashed");
  await expect(answers.wait(Promise.resolve("late"))).rejects.toThrow("crashed");
});

test("keeps no answer: a recording is played for hours, segment by segment", async () => {
  const answers = workerAnswers();
  const given: WeakRef<object>[] = [];
  for (let count = 0; count < 20; count += 1) {
    given.push(new WeakRef(await answers.wait(Promise.resolve(new Uint8Array(1_000_000)))));
  }
  // A reference that was read in this turn of the loop holds until the next.
  await new Promise((resolve) => setImmediate(resolve));
  collectGarbage();
  const kept = given.filter((reference) => reference.deref() !== undefined);
  expect(kept.length).toBeLessThanOrEqual(1);
});
