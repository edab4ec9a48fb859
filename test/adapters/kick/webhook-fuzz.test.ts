import { expect, test } from "vitest";
import { defaultDetectionSettings } from "#core/detection/detection-settings.ts";
import { observe } from "#core/detection/detector.ts";
import { createDetectorState } from "#core/detection/detector-state.ts";
import { encodeDetectorState } from "#core/detection/encode-state.ts";
import { kickWebhookEvent } from "../../../adapters/kick/webhook-event.ts";
import { liveBytes } from "../../core/chat/live-memory.ts";
import { createMutator } from "../../core/chat/mutate-frame.ts";

const startMs = 1_700_000_000_000;
const frames = 100_000;
const perSecond = 50;
const people = 400;
const broadcaster = { user_id: 900, username: "host", channel_slug: "host" };

function chatBody(id: string, sentAtMs: number, chatter: number, content: string): string {
  const sender = { user_id: chatter, username: `p${chatter}`, channel_slug: `p${chatter}`, identity: null };
  return JSON.stringify({
    message_id: id,
    broadcaster,
    sender,
    content,
    emotes: null,
    created_at: new Date(sentAtMs).toISOString(),
  });
}

function giftBody(sentAtMs: number): string {
  return JSON.stringify({
    broadcaster,
    gifter: { user_id: 5 },
    giftees: [{ user_id: 6 }],
    created_at: new Date(sentAtMs).toISOString(),
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function createFeed() {
  const state = createDetectorState();
  const counted = { chat: 0, livestream: 0, unknown: 0, malformed: 0 };
  const feed = (eventType: string, messageId: string, text: string, receivedAtMs: number) => {
    const event = kickWebhookEvent({ eventType, messageId, body: parse(text) });
    counted[event.status]++;
    if (event.status !== "chat") return;
    for (const chat of event.events) observe(state, { ...chat, receivedAtMs }, defaultDetectionSettings);
  };
  return { state, counted, feed };
}

test("100,000 bodies, every other one spoiled: nothing throws, bad ones are counted, good ones counted exactly, no memory kept", () => {
  const { state, counted, feed } = createFeed();
  const { below, mutate } = createMutator(43, ",");
  const types = [
    "chat.message.sent",
    "channel.subscription.gifts",
    "kicks.gifted",
    "livestream.status.updated",
    "channel.followed",
    "__proto__",
  ];
  const run = (from: number, to: number) => {
    let held = "";
    for (let index = from; index < to; index++) {
      const nowMs = startMs + Math.floor((index / perSecond) * 1000);
      if (index % 2 === 0) {
        const before = state.tally.messages;
        feed(
          "chat.message.sent",
          `d-${index}`,
          chatBody(`good-${index}`, nowMs, below(people) + 1, "[emote:37226:KEKW] what a shot"),
          nowMs,
        );
        expect(state.tally.messages - before).toBe(1);
        continue;
      }
      const fresh =
        below(5) === 0 ? giftBody(nowMs) : chatBody(`bad-${index}`, nowMs, below(people) + 1, "NO WAY [emote:1:Kappa]");
      const bad = below(4) === 0 && held !== "" ? held : fresh;
      held = bad;
      feed(types[below(12) < 7 ? 0 : below(types.length)] ?? "", `d-${index}`, mutate(bad), nowMs);
    }
  };
  run(0, 20_000);
  const before = { heap: liveBytes(), state: encodeDetectorState(state).length };
  run(20_000, 20_000 + frames);
  const after = { heap: liveBytes(), state: encodeDetectorState(state).length };

  expect(counted.chat + counted.livestream + counted.unknown + counted.malformed).toBe(20_000 + frames);
  expect(counted.chat).toBeGreaterThanOrEqual((20_000 + frames) / 2);
  expect(counted.malformed).toBeGreaterThan(10_000);
  expect(counted.unknown).toBeGreaterThan(1000);
  expect(after.heap / before.heap).toBeLessThan(1.1);
  expect(after.state / before.state).toBeLessThan(1.1);
}, 60_000);
