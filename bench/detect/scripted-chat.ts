// A chat of chosen speed from a fixed sequence: talk, reactions and emotes of changing people, the same in every run.
import type { ChatMessage } from "#core/chat/chat-event.ts";

const startMs = 1_700_000_000_000;
const said = [
  "what is the plan for tonight",
  "lol",
  "no way",
  "i had the same yesterday",
  "KEKW",
  "that was close",
  "WHAT",
  "who is winning",
  "hahaha",
  "good evening from the north",
  "clip that",
  "PogChamp PogChamp",
  "brb",
  "gg",
];

/** One message at a time, so that a day of them needs no memory. */
export function* scriptedChat(seconds: number, messagesPerSecond: number): Generator<ChatMessage> {
  let state = 7;
  const below = (most: number) => {
    state = (state * 48_271) % 2_147_483_647;
    return Math.floor((state / 2_147_483_647) * most);
  };
  const count = Math.round(seconds * messagesPerSecond);
  for (let index = 0; index < count; index++) {
    const text = said[below(said.length)] ?? "";
    const chatter = `viewer${below(5000)}`;
    yield {
      type: "message",
      id: `scripted-${index}`,
      sentAtMs: startMs + Math.floor((index / messagesPerSecond) * 1000),
      chatterId: chatter,
      chatterLogin: chatter,
      text,
      emotes: text.startsWith("KEKW") || text.startsWith("Pog") ? text.split(" ") : [],
      isFromSharedChat: false,
    };
  }
}
