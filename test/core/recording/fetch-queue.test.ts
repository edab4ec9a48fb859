// What is fetched next: the live edge in order, what lies behind it newest first, failures once more.
import { describe, expect, test } from "vitest";
import {
  emptyQueue,
  enqueue,
  failedOnce,
  fetched,
  nextInQueue,
  refresh,
  refreshByTime,
  type FetchQueue,
} from "#core/recording/fetch-queue.ts";
import { listed, startOf } from "./listed.ts";

const planned = (first: number, count: number) =>
  listed({ first, count }).map((segment) => Object.assign(segment, { run: 0 }));

/** Fetches all there is and says in which order. */
function drained(queue: FetchQueue, nowMs = 0): number[] {
  const order: number[] = [];
  let left = queue;
  for (let next = nextInQueue(left, nowMs); next !== null && order.length < 100; next = nextInQueue(left, nowMs)) {
    order.push(next.sequence);
    left = fetched(left, next);
  }
  return order;
}

const fail = (queue: FetchQueue, nowMs: number, isRefused = false) => {
  const segment = nextInQueue(queue, nowMs);
  if (segment === null) throw new Error("Nothing is due.");
  return failedOnce(queue, segment, { cause: "fetch_failed", isRefused, nowMs });
};

describe("the queue", () => {
  test("gives the newest first at the beginning, and what lies behind it backwards", () => {
    expect(drained(enqueue(emptyQueue, planned(10, 5), true))).toEqual([14, 13, 12, 11, 10]);
  });

  test("lets what is new at the live edge go before what lies behind, in order", () => {
    const queue = enqueue(enqueue(emptyQueue, planned(10, 3), true), planned(13, 2), false);
    expect(drained(queue)).toEqual([12, 13, 14, 11, 10]);
  });

  test("begins with the newest after a pause", () => {
    expect(drained(enqueue(emptyQueue, planned(10, 20), false))).toEqual(
      Array.from({ length: 20 }, (_, index) => 29 - index),
    );
  });

  test("tries again later, and newer ones meanwhile", () => {
    const { queue } = fail(enqueue(emptyQueue, planned(10, 2), true), 0);
    expect(drained(queue, 0)).toEqual([10]);
    expect(drained(queue, 1000)).toEqual([11, 10]);
  });

  test("gives up what is refused three times, and never what may still come", () => {
    let step = { queue: enqueue(emptyQueue, planned(10, 1), true), gaps: [] } as ReturnType<typeof failedOnce>;
    for (const atMs of [0, 1000]) {
      step = fail(step.queue, atMs, true);
      expect(step.gaps).toEqual([]);
    }
    const { gaps } = fail(step.queue, 9000, true);
    expect(gaps).toEqual([{ fromMs: startOf(10), toMs: startOf(11), reason: "fetch_failed" }]);
    step = { queue: enqueue(emptyQueue, planned(10, 1), true), gaps: [] };
    for (let atMs = 0; atMs < 600_000; atMs += 10_000) step = fail(step.queue, atMs);
    expect(step.gaps).toEqual([]);
  });

  test("tells what has left the playlist, with why it could not be had before", () => {
    const { queue } = fail(enqueue(emptyQueue, planned(10, 3), true), 0);
    const { queue: left, gaps } = refresh(queue, listed({ first: 13, count: 1 }));
    expect(drained(left)).toEqual([]);
    expect(gaps.map(({ fromMs, reason }) => [fromMs, reason])).toEqual([
      [startOf(10), "left_playlist"],
      [startOf(11), "left_playlist"],
      [startOf(12), "fetch_failed"],
    ]);
  });

  test("takes an outdated copy of the playlist for no loss, and new addresses as they come", () => {
    const queue = enqueue(emptyQueue, planned(10, 2), true);
    expect(drained(refresh(queue, listed({ first: 5, count: 4 })).queue)).toEqual([11, 10]);
    const renamed = listed({ first: 10, count: 2 }).map((segment) => ({ ...segment, address: "new.ts" }));
    expect(nextInQueue(refresh(queue, renamed).queue, 0)?.address).toBe("new.ts");
  });

  test("finds what waits in a playlist that counts otherwise by its time", () => {
    const queue = enqueue(emptyQueue, planned(10, 3), true);
    const step = refreshByTime(queue, listed({ first: 500, count: 2, place: 11 }));
    expect(drained(step.queue)).toEqual([501, 500]);
    expect(step.gaps).toEqual([{ fromMs: startOf(10), toMs: startOf(11), reason: "left_playlist" }]);
  });
});
