// Whoever plays or records keeps an address for hours; the ticket in it lasts minutes.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { streamRequests } from "../../../web/engines/stream-request.ts";

const site = "https://hypecut.test";
const relayed = `${site}/api/relay/twitch/neon_rally/abc?kind=segment&ticket=old`;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function requests(answer: (asked: number) => string | null = (asked) => `new${asked}`) {
  const asked: string[] = [];
  const ask = streamRequests(async ({ login }) => answer(asked.push(login)), site);
  return { asked, ask, ticket: async () => new URL((await ask(relayed)).address).searchParams.get("ticket") };
}

test("another site's address stays as it is, and goes without cookies", async () => {
  const { ask, asked } = requests();
  for (const address of [
    "https://cdn.tv/api/relay/twitch/neon_rally/abc",
    `${site}/api/me`,
    `${site}/api/relay/twitch/neon_rally/%2e%2e/../../me`,
    "nonsense",
    "https://cdn.tv/a b",
  ])
    expect(await ask(address)).toEqual({ address, credentials: "omit" });
  expect(asked).toEqual([]);
});

test("a relay's address gets a new ticket every few minutes, however many ask", async () => {
  const { ask, asked, ticket } = requests();
  const answers = await Promise.all([ask(relayed), ask(relayed)]);
  expect(answers).toEqual(
    Array.from({ length: 2 }, () => ({ address: relayed.replace("old", "new1"), credentials: "same-origin" })),
  );
  vi.advanceTimersByTime(2 * 60_000);
  expect([await ticket(), asked.length]).toEqual(["new1", 1]);
  vi.advanceTimersByTime(2 * 60_000);
  expect([await ticket(), asked.length]).toEqual(["new2", 2]);
});

test("while none is to be had the last one is used, and the next is asked for soon", async () => {
  const { asked, ticket } = requests((time) => {
    if (time === 2) throw new Error("The server cannot be reached.");
    return `new${time}`;
  });
  await ticket();
  vi.advanceTimersByTime(4 * 60_000);
  expect([await ticket(), await ticket(), asked.length]).toEqual(["new1", "new1", 2]);
  vi.advanceTimersByTime(6_000);
  expect([await ticket(), asked.length]).toEqual(["new3", 3]);
});
