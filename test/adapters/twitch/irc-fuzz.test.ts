import { expect, test } from "vitest";
import { defaultDetectionSettings } from "#core/detection/detection-settings.ts";
import { observe } from "#core/detection/detector.ts";
import { createDetectorState } from "#core/detection/detector-state.ts";
import { encodeDetectorState } from "#core/detection/encode-state.ts";
import { ircChatEvent } from "../../../adapters/twitch/irc-chat-event.ts";
import { parseIrcMessage } from "../../../adapters/twitch/irc-message.ts";
import { liveBytes } from "../../core/chat/live-memory.ts";
import { createMutator } from "../../core/chat/mutate-frame.ts";

const startMs = 1_700_000_000_000;
const frames = 100_000;
const perSecond = 50;
const people = 400;

function privmsg(id: string, sentAtMs: number, chatter: number, text: string, emotes = ""): string {
  return `@badge-info=;emotes=${emotes};id=${id};room-id=1337;tmi-sent-ts=${sentAtMs};user-id=${chatter} :p${chatter}!p@p.tmi.twitch.tv PRIVMSG #host :${text}`;
}

function createFeed() {
  const state = createDetectorState();
  const counted = { bad: 0, unread: 0, chat: 0 };
  const feed = (line: string, receivedAtMs: number) => {
    const parsed = parseIrcMessage(line);
    if (!parsed) return void counted.bad++;
    const event = ircChatEvent(parsed);
    if (event.status !== "chat") return void counted.unread++;
    counted.chat++;
    for (const chat of event.events) observe(state, { ...chat, receivedAtMs }, defaultDetectionSettings);
  };
  return { state, counted, feed };
}

test("100,000 lines, every other one spoiled: nothing throws, bad ones are counted, good ones counted exactly, no memory kept", () => {
  const { state, counted, feed } = createFeed();
  const { below, mutate } = createMutator(42, ";");
  let valid = 0;
  const run = (from: number, to: number) => {
    let held = "";
    for (let index = from; index < to; index++) {
      const nowMs = startMs + Math.floor((index / perSecond) * 1000);
      const good = privmsg(`good-${index}`, nowMs, below(people) + 1, "KEKW what a shot", "25:0-3");
      if (index % 2 === 0) {
        const before = state.tally.messages;
        feed(good, nowMs);
        expect(state.tally.messages - before).toBe(1);
        valid++;
        continue;
      }
      // The line before, out of its turn, or a line of its own; then spoiled.
      const bad =
        below(4) === 0 && held !== ""
          ? held
          : privmsg(`bad-${index}`, nowMs, below(people) + 1, "Kappa NO WAY", "25:0-4");
      held = bad;
      feed(mutate(bad), nowMs);
    }
  };
  // The windows are filled first: what is measured is growth, not that there is a window.
  run(0, 20_000);
  const before = { heap: liveBytes(), state: encodeDetectorState(state).length };
  run(20_000, 20_000 + frames);
  const after = { heap: liveBytes(), state: encodeDetectorState(state).length };

  expect(valid).toBe((20_000 + frames) / 2);
  expect(counted.chat + counted.unread + counted.bad).toBe(20_000 + frames);
  expect(counted.bad).toBeGreaterThan(5000);
  expect(counted.unread).toBeGreaterThan(5000);
  expect(after.heap / before.heap).toBeLessThan(1.1);
  expect(after.state / before.state).toBeLessThan(1.1);
}, 60_000);

test("a line repeated a thousand times is one message", () => {
  const { state, feed } = createFeed();
  for (let times = 0; times < 1000; times++) feed(privmsg("same", startMs, 7, "hello"), startMs + times);
  expect(state.tally).toMatchObject({ messages: 1, repeated: 999 });
});
