import { expect, test } from "vitest";
import { ApiError } from "../../../../web/api/request.ts";
import { withRetries } from "../../../../web/engines/clip-runner/with-retries.ts";

const never = new AbortController().signal;

function failing(failures: readonly Error[]) {
  const left = [...failures];
  const pauses: number[] = [];
  const work = async () => {
    const failure = left.shift();
    if (failure !== undefined) throw failure;
    return "done";
  };
  return { pauses, run: (signal = never) => withRetries(work, async (ms) => void pauses.push(ms), signal) };
}

test("a line that drops is tried again, with growing pauses", async () => {
  const { run, pauses } = failing([
    new ApiError("unreachable", "offline"),
    new ApiError("rate_limited", "Too many."),
    new ApiError("database_unavailable", "Down."),
  ]);
  expect(await run()).toBe("done");
  expect(pauses).toEqual([1000, 2000, 4000]);
});

test("a line that stays down is given up after a minute", async () => {
  const { run, pauses } = failing(Array.from({ length: 20 }, () => new ApiError("unreachable", "offline")));
  await expect(run()).rejects.toThrow("offline");
  expect(pauses.reduce((sum, ms) => sum + ms, 0)).toBe(61_000);
});

test("a refusal is not tried again", async () => {
  const { run, pauses } = failing([new ApiError("lease_lost", "Gone.")]);
  await expect(run()).rejects.toMatchObject({ code: "lease_lost" });
  expect(pauses).toEqual([]);
});

test("nothing is tried once the work is called off", async () => {
  const { run } = failing([]);
  await expect(run(AbortSignal.abort(new Error("enough")))).rejects.toThrow("enough");
});
