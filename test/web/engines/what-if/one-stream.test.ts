// What can belong to one stream.
import { expect, test } from "vitest";
import type { ChatMessage } from "#core/chat/chat-event.ts";
import { oneStream } from "../../../../web/engines/what-if/one-stream.ts";

const hourMs = 3_600_000;
const message = (atHour: number): ChatMessage => ({
  type: "message",
  id: String(atHour),
  sentAtMs: atHour * hourMs,
  chatterId: "1",
  chatterLogin: "ann",
  text: "hello",
  emotes: [],
  isFromSharedChat: false,
});

test("a message of another year is no part of the stream, a long stream is", () => {
  const stream = [480_000, 480_020, 480_040].map(message);
  expect(oneStream([message(1), ...stream, message(490_000)])).toEqual(stream);
  expect(oneStream([])).toEqual([]);
});
