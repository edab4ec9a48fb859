// One thing at a time, and of what is asked meanwhile only the newest.
import { expect, test } from "vitest";
import { newestOnly } from "../../../../web/features/what-if/newest-only.ts";

test("what is asked while one runs is done once, with what is wanted by then", async () => {
  const finish: (() => void)[] = [];
  const done: number[] = [];
  let wanted = 0;
  const ask = newestOnly(async () => {
    done.push(wanted);
    await new Promise<void>((resolve) => finish.push(resolve));
  });
  const all = [1, 2, 3, 4].map((number) => {
    wanted = number;
    return ask();
  });
  expect(done).toEqual([1]);
  finish.shift()?.();
  await Promise.all(all.slice(1));
  await Promise.resolve();
  expect(done).toEqual([1, 4]);
  finish.shift()?.();
  await all[0];
  wanted = 5;
  const last = ask();
  finish.shift()?.();
  await last;
  expect(done).toEqual([1, 4, 5]);
});
