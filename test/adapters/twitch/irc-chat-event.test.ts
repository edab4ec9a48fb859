import { describe, expect, test } from "vitest";
import { ircChatEvent, type IrcChatEvent } from "../../../adapters/twitch/irc-chat-event.ts";
import { parseIrcMessage } from "../../../adapters/twitch/irc-message.ts";

const base = {
  id: "8f1c6f1e-0001",
  "room-id": "1337",
  "user-id": "42",
  "tmi-sent-ts": "1700000000123",
  "display-name": "Ann",
};

function line(tags: Record<string, string>, command: string, text?: string): string {
  const words = Object.entries({ ...base, ...tags }).map(([name, value]) => `${name}=${value}`);
  return `@${words.join(";")} :ann!ann@ann.tmi.twitch.tv ${command} #chan${text === undefined ? "" : ` :${text}`}`;
}

function read(text: string): IrcChatEvent {
  const message = parseIrcMessage(text);
  return message ? ircChatEvent(message) : { status: "other" };
}

function events(text: string) {
  const event = read(text);
  return event.status === "chat" ? event.events : [];
}

describe("a line of IRC", () => {
  test("comes apart into tags, sender, command and parameters", () => {
    expect(parseIrcMessage("@a=1;b=x\\sy\\:\\\\z;c :nick!u@host PRIVMSG #chan :hi: there\r\n")).toEqual({
      tags: new Map([
        ["a", "1"],
        ["b", "x y;\\z"],
        ["c", ""],
      ]),
      sender: "nick",
      command: "PRIVMSG",
      params: ["#chan", "hi: there"],
    });
    expect(parseIrcMessage("PING :tmi.twitch.tv")).toMatchObject({
      command: "PING",
      params: ["tmi.twitch.tv"],
      sender: null,
    });
    expect(parseIrcMessage(":tmi.twitch.tv 001 me :Welcome")).toMatchObject({
      command: "001",
      params: ["me", "Welcome"],
    });
    expect(parseIrcMessage("@a=\\ PING")?.tags.get("a")).toBe("");
  });

  test.each([
    "",
    " ",
    ":",
    "@",
    "@a=1",
    ":only.prefix",
    "!!! #chan :x",
    "PRIV\0MSG #a",
    "A".repeat(40),
    `PING :${"x".repeat(20_000)}`,
    "PING :a\nPING :b",
  ])("%j is none", (text) => expect(parseIrcMessage(text)).toBeNull());
});

describe("PRIVMSG", () => {
  test("is a chat message at the server's time", () => {
    expect(read(line({}, "PRIVMSG", "hello"))).toEqual({
      status: "chat",
      channelId: "1337",
      events: [
        {
          type: "message",
          id: "8f1c6f1e-0001",
          sentAtMs: 1_700_000_000_123,
          chatterId: "42",
          chatterLogin: "ann",
          text: "hello",
          emotes: [],
          isFromSharedChat: false,
        },
      ],
    });
  });

  test("emote ranges count code points, inclusive", () => {
    expect(events(line({ emotes: "25:2-6,14-18/1902:8-12" }, "PRIVMSG", "😀 Kappa Keepo Kappa"))).toMatchObject([
      { emotes: ["Kappa", "Kappa", "Keepo"] },
    ]);
  });

  test("ranges outside the text and broken ones are skipped", () => {
    expect(events(line({ emotes: "25:0-4,99-120,7-3,x-y,1/:/,," }, "PRIVMSG", "Kappa"))).toMatchObject([
      { emotes: ["Kappa"] },
    ]);
  });

  test("/me is read without its wrapping, and its emotes from inside it", () => {
    expect(events(line({ emotes: "25:6-10" }, "PRIVMSG", "\u0001ACTION waves Kappa\u0001"))).toMatchObject([
      { text: "waves Kappa", emotes: ["Kappa"] },
    ]);
  });

  test("shared chat is marked unless it was written here", () => {
    expect(events(line({ "source-room-id": "99" }, "PRIVMSG", "x"))).toMatchObject([{ isFromSharedChat: true }]);
    expect(events(line({ "source-room-id": "1337" }, "PRIVMSG", "x"))).toMatchObject([{ isFromSharedChat: false }]);
  });

  test("bits are an alert beside the message", () => {
    expect(events(line({ bits: "500" }, "PRIVMSG", "Cheer500"))).toMatchObject([
      { type: "message" },
      { type: "alert", kind: "bits", amount: 500, chatterId: "42", id: "8f1c6f1e-0001:bits" },
    ]);
  });

  test.each([{ id: "" }, { "tmi-sent-ts": "" }, { "tmi-sent-ts": "soon" }, { "room-id": "x" }, { "user-id": "" }])(
    "without %j it cannot be placed",
    (tags) => expect(read(line(tags as Record<string, string>, "PRIVMSG", "x"))).toEqual({ status: "other" }),
  );
});

describe("USERNOTICE", () => {
  const notice = (msgId: string, tags: Record<string, string> = {}) =>
    line({ "msg-id": msgId, login: "ann", ...tags }, "USERNOTICE");

  test.each([
    ["sub", {}, { kind: "subscription", amount: 1 }],
    ["resub", {}, { kind: "subscription", amount: 1 }],
    ["subgift", { "msg-param-sender-count": "3" }, { kind: "gift", amount: 1 }],
    [
      "submysterygift",
      { "msg-param-mass-gift-count": "20", "msg-param-community-gift-id": "7" },
      { kind: "gift", amount: 20 },
    ],
    ["raid", { "msg-param-viewerCount": "1500" }, { kind: "raid", amount: 1500 }],
  ] as const)("%s is an alert", (msgId, tags, alert) => {
    expect(events(notice(msgId, tags))).toMatchObject([{ type: "alert", chatterId: "42", ...alert }]);
  });

  test("the gifts of one mystery gift count once", () => {
    const giftId = { "msg-param-community-gift-id": "7" };
    const lines = [
      notice("submysterygift", { ...giftId, "msg-param-mass-gift-count": "3" }),
      ...["a", "b", "c"].map((id) => notice("subgift", { ...giftId, id, "msg-param-sender-count": "0" })),
      notice("subgift", { id: "d", "msg-param-sender-count": "0" }),
    ];
    expect(lines.flatMap((text) => events(text).map((event) => event.type === "alert" && event.amount))).toEqual([3]);
  });

  test("an anonymous giver has no id, and a single gift counts", () => {
    const tags = { login: "ananonymousgifter", "user-id": "274598607", "msg-param-sender-count": "0" };
    expect(events(notice("subgift", tags))).toMatchObject([{ kind: "gift", amount: 1, chatterId: null }]);
  });

  test.each(["announcement", "viewermilestone", "sharedchatnotice"])("%j is no alert", (msgId) => {
    expect(read(notice(msgId))).toEqual({ status: "other" });
  });

  test.each(["somethingnew", "", "__proto__"])("%j is of an unknown kind", (msgId) => {
    expect(read(notice(msgId))).toEqual({ status: "unknown", channelId: "1337" });
  });
});

test("twenty thousand mutated lines: nothing throws, and valid ones between them are still read", () => {
  let seed = 42;
  const random = (below: number) => Math.floor(((seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647) * below);
  const valid = [
    line({ emotes: "25:0-4,12-16/1902:6-10", bits: "100" }, "PRIVMSG", "Kappa Keepo Kappa \u0001ACTION"),
    line({ "msg-id": "submysterygift", "msg-param-mass-gift-count": "5" }, "USERNOTICE", "thanks"),
    "PING :tmi.twitch.tv",
    ":tmi.twitch.tv RECONNECT",
  ];
  const hostile = [
    "\0",
    "\r\n",
    "@",
    ";",
    "=",
    ":",
    " ",
    "\\",
    "💥",
    "\ud800",
    "-",
    ",",
    "/",
    "999999999999999999999",
    "__proto__=1",
    "=".repeat(300),
  ];
  const mutations: ((text: string) => string)[] = [
    (text) => text.slice(0, random(text.length + 1)),
    (text) => text.slice(random(text.length + 1)),
    (text) => text + text,
    (text) => text.split(";").reverse().join(";"),
    (text) => text.split(" ").reverse().join(" "),
    (text) => text + "x".repeat(random(20_000)),
    (text) => {
      const cut = random(text.length + 1);
      return text.slice(0, cut) + hostile[random(hostile.length)] + text.slice(cut + random(3));
    },
  ];
  let read20k = 0;
  for (let count = 0; count < 20_000; count++) {
    let text = valid[random(valid.length)]!;
    for (let times = random(4) + 1; times > 0; times--) text = mutations[random(mutations.length)]!(text);
    const event = read(text);
    if (event.status === "chat") {
      for (const { sentAtMs, id } of event.events) {
        expect(Number.isSafeInteger(sentAtMs)).toBe(true);
        expect(id.length).toBeLessThan(200);
      }
    }
    if (read(valid[0]!).status === "chat") read20k++;
  }
  expect(read20k).toBe(20_000);
});
