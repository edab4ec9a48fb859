// The chart that a page opens with reaches back ten minutes, although a listener remembers three.
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import type { SecondRow } from "#core/detection/second-row.ts";
import type { ListenerReport } from "#core/listener/listener-report.ts";
import { monitorStub } from "../../support/object-stubs.ts";
import { owner } from "../../support/site.ts";
import { addedChannel, goesLive, openPage } from "../../support/watch-page.ts";

test("a page that opens is told the last ten minutes, from what the session keeps", async () => {
  const [who, channel] = [await owner(), await addedChannel()];
  const minuteMs = Math.floor(Date.now() / 60_000) * 60_000;
  const minutes = [12, 9, 8, 4, 2].map((ago): ListenerReport => {
    const atMs = minuteMs - ago * 60_000;
    return {
      type: "minute",
      minute: { atMs, seconds: [[atMs / 1000 + 7, ago, 1, 0, 0, 0, 0, 0, [], [], [], 12, null]], gaps: [] },
    };
  });
  await monitorStub(env, channel).receive([goesLive(), ...minutes]);
  const page = await openPage(who, channel);
  const { counts } = await page.next("snapshot");
  expect(counts.filter(({ messages }) => messages > 0).map(({ messages }) => messages)).toEqual([9, 8, 4, 2]);
  expect(counts.length).toBeGreaterThan(180);
});

test("of a minute in which one broadcast ended and the next began, only the next is told", async () => {
  const [who, channel] = [await owner(), await addedChannel()];
  const minuteMs = Math.floor(Date.now() / 60_000) * 60_000 - 5 * 60_000;
  const row = (second: number, messages: number): SecondRow => {
    return [minuteMs / 1000 + second, messages, 1, 0, 0, 0, 0, 0, [], [], [], 12, null];
  };
  const live = goesLive();
  if (live.type !== "live" || live.report.type !== "live") throw new Error("That is no report of a beginning.");
  await monitorStub(env, channel).receive([
    { ...live, report: { ...live.report, startedAtMs: minuteMs + 30_000 } },
    { type: "minute", minute: { atMs: minuteMs, seconds: [row(10, 7), row(40, 3)], gaps: [] } },
  ]);
  const page = await openPage(who, channel);
  const { counts } = await page.next("snapshot");
  expect(counts.filter(({ messages }) => messages > 0).map(({ messages }) => messages)).toEqual([3]);
});
