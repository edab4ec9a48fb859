// An object's one alarm, armed from several places at once.
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { armAlarm } from "../../durable-objects/alarm.ts";
import { deskStub } from "../support/object-stubs.ts";

const inMs = (ms: number) => Date.now() + ms;

test.each([
  ["first", [600_000, 900_000]],
  ["last", [900_000, 600_000]],
] as const)("the sooner deadline counts when it comes %s and nobody waits for the other", async (_, [one, other]) => {
  const desk = deskStub(env, { platform: "twitch", channelId: String(one) });
  await runInDurableObject(desk, async (_object, { storage }) => {
    await storage.deleteAlarm();
    const [soonerMs, laterMs] = [inMs(600_000), inMs(900_000)];
    const asked = one < other ? [soonerMs, laterMs] : [laterMs, soonerMs];
    await Promise.all(asked.map((deadlineMs) => armAlarm(storage, [deadlineMs])));
    expect(await storage.getAlarm()).toBe(soonerMs);
  });
});
