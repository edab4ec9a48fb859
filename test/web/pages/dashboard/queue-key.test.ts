// Which keys answer a candidate.
import { expect, test } from "vitest";
import { queueKey } from "../../../../web/pages/dashboard/queue-key.ts";

const press = (key: string, over: Partial<Parameters<typeof queueKey>[0]> = {}) => ({
  ...{ key, repeat: false, ctrlKey: false, metaKey: false, altKey: false },
  ...over,
});

test.each([
  ["j", "next", "next"],
  ["K", "previous", "previous"],
  ["a", "approve", null],
  ["r", "reject", null],
  ["e", "edit", null],
  ["x", null, null],
])("%s on a card is %s, elsewhere %s", (key, onCard, elsewhere) => {
  expect([queueKey(press(key), true), queueKey(press(key), false)]).toEqual([onCard, elsewhere]);
});

test("a key held down moves on, but answers nothing", () => {
  expect([queueKey(press("j", { repeat: true }), true), queueKey(press("a", { repeat: true }), true)]).toEqual([
    "next",
    null,
  ]);
});

test.each(["ctrlKey", "metaKey", "altKey"])("with %s a key belongs to the browser", (modifier) => {
  expect(queueKey(press("r", { [modifier]: true }), true)).toBeNull();
});
