// What a page of a busy channel is told of seconds that go on changing after they were told.
import { runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, test, vi } from "vitest";
import type { ChatMessage } from "#core/chat/chat-event.ts";
import { until } from "../../support/demo-world.ts";
import { listenerStub } from "../../support/object-stubs.ts";
import { owner } from "../../support/site.ts";
import { addedChannel, openPage, type WatchPage } from "../../support/watch-page.ts";

beforeEach(() => {
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** The messages of a second as the page shows them: a later word of a second replaces an earlier one. */
function shown({ messages }: WatchPage, atMs: number): number | null {
  const told = messages.flatMap((message) =>
    message.type === "counts" || message.type === "snapshot" ? message.counts : [],
  );
  return told.findLast((counts) => counts.atMs === atMs)?.messages ?? null;
}

test("a message that comes after its second was told is counted on every page", async () => {
  const channel = await addedChannel();
  const listener = listenerStub(env, channel.listener);
  const atMs = Math.floor(Date.now() / 1000) * 1000 - 5_000;
  const say = (id: string) => {
    const message: ChatMessage = {
      ...{ type: "message", id, sentAtMs: atMs, chatterId: id, chatterLogin: id, text: "hello", emotes: [] },
      isFromSharedChat: false,
    };
    return listener.receive(
      `delivery of ${id}`,
      { status: "chat", channelId: channel.channelId, events: [message] },
      atMs,
    );
  };
  const beats = (isSo: () => boolean, what: string) =>
    until(async () => {
      await runDurableObjectAlarm(listener);
      return isSo();
    }, what);
  await until(() => say("first"), "the listener to hear the channel");
  const one = await openPage(await owner(), channel);
  await one.next("snapshot");
  await beats(() => shown(one, atMs) === 1, "the first message");
  await say("second");
  const two = await openPage(await owner(), channel);
  await two.next("snapshot");
  await beats(() => shown(one, atMs) === 2 && shown(two, atMs) === 2, "the second message");
  await say("third");
  await beats(() => shown(one, atMs) === 3 && shown(two, atMs) === 3, "the third message");
});
