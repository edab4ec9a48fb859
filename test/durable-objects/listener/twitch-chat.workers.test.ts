// The chat connection with real sockets; the clock is a number and the server does what a test says.
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { quietMs, renewAfterMs } from "#core/listener/irc-link.ts";
import { TwitchChat } from "../../../durable-objects/listener/twitch-chat.ts";
import { type ChatServer, joined, said, startChatServer } from "../../support/chat-server.ts";
import { newChannel, order, until } from "../../support/demo-world.ts";

const startMs = Date.UTC(2026, 0, 17, 12);
let server: ChatServer;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: startMs });
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  server = startChatServer();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const after = (ms: number) => vi.setSystemTime(Date.now() + ms);
const soon = () => new Promise((resolve) => setTimeout(resolve, 20));

function chatOf(deafSinceMs: number | null = null, url = "http://irc.example") {
  const heard: string[] = [];
  const gaps: (readonly [number, number])[] = [];
  const seen = { badFrames: 0, losses: 0 };
  const chat = new TwitchChat({
    url,
    deafSinceMs,
    onMessage: (message) => message.command === "PRIVMSG" && heard.push(message.tags.get("id") ?? ""),
    onBadFrame: () => seen.badFrames++,
    onGap: (fromMs, toMs) => gaps.push([(fromMs - startMs) / 1000, (toMs - startMs) / 1000]),
    onLost: () => seen.losses++,
  });
  return { chat, heard, gaps, seen };
}

async function connected(deafSinceMs: number | null = null) {
  const bench = chatOf(deafSinceMs);
  bench.chat.tick(["neon"]);
  await until(() => server.connections[0]?.heard.includes("JOIN #neon"), "the join");
  await soon();
  expect(bench.chat.status.status).toBe("connected");
  return { ...bench, first: server.connections[0] as NonNullable<(typeof server.connections)[0]> };
}

test("connects only to hear someone, and leaves when nobody is live", async () => {
  const { chat } = chatOf();
  chat.tick([]);
  await soon();
  expect([server.connections.length, chat.status.status]).toEqual([0, "idle"]);
  chat.tick(["neon", "harbor"]);
  await until(() => server.connections[0]?.heard.includes("JOIN #neon,#harbor"), "the join");
  chat.tick(["neon"]);
  await until(() => server.connections[0]?.heard.includes("PART #harbor"), "the part");
  chat.tick([]);
  await until(() => server.connections[0]?.isOpen() === false, "the end");
  expect([chat.status.status, chat.retryAtMs]).toEqual(["idle", null]);
});

test("a ping is answered without a heartbeat", async () => {
  const { first } = await connected();
  first.send("PING :tmi.twitch.tv");
  await until(() => first.heard.includes("PONG :tmi.twitch.tv"), "the pong");
});

test("an open connection outlives the time limit of its handshake", async () => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  const { login } = await newChannel("twitch", true);
  const passLimits = holdLimits();
  const { chat, heard, seen } = chatOf(null, env.TWITCH_IRC_URL);
  chat.tick([login]);
  await until(() => chat.status.status === "connected", "the connection");
  passLimits();
  // The demo world says it to those who have joined, which may be a moment from now.
  await until(async () => {
    await order("say", { channel: login, text: "still there?" });
    return heard.length > 0;
  }, "a message");
  expect([chat.status.status, seen.losses]).toEqual(["connected", 0]);
  chat.tick([]);
});

/** Timers of more than a second stand still, however slow the machine is, until those that are left go off at once. */
function holdLimits(): () => void {
  const held = new Map<unknown, () => void>();
  const { setTimeout: later, clearTimeout: clear } = globalThis;
  vi.spyOn(globalThis, "setTimeout").mockImplementation(((run: () => void, ms = 0) => {
    const timer = later(ms > 1000 ? () => undefined : run, Math.min(ms, 1000));
    if (ms > 1000) held.set(timer, run);
    return timer;
  }) as typeof setTimeout);
  vi.spyOn(globalThis, "clearTimeout").mockImplementation((timer) => {
    held.delete(timer);
    clear(timer as number);
  });
  vi.spyOn(AbortSignal, "timeout").mockImplementation(() => {
    const limit = new AbortController();
    held.set(limit, () => limit.abort(new DOMException("late", "TimeoutError")));
    return limit.signal;
  });
  return () => {
    for (const run of held.values()) run();
  };
}

test("before a connection is too old the next one takes over, and nothing falls between the two", async () => {
  const { chat, heard, first, gaps } = await connected();
  server.manner = "welcome";
  after(renewAfterMs);
  first.send(":tmi.twitch.tv NOTICE * :still here");
  await soon();
  chat.tick(["neon"]);
  const second = await until(() => server.connections[1], "the successor");
  await until(() => second.heard.includes("JOIN #neon"), "its join");
  await soon();
  // It has asked to join, and Twitch has not let it in yet.
  expect(first.isOpen()).toBe(true);
  first.send(said("a"));
  await until(() => heard.includes("a"), "the message");
  second.send(...joined("#neon"), said("b"));
  await until(() => !first.isOpen(), "the end of the first");
  second.send(said("c"));
  await until(() => heard.includes("c"), "the message after");
  expect([heard, gaps]).toEqual([["a", "b", "c"], []]);
});

test("told to reconnect, it does so at once", async () => {
  const { first } = await connected();
  first.send(":tmi.twitch.tv RECONNECT");
  await until(() => server.connections[1]?.heard.includes("JOIN #neon"), "the successor");
  await until(() => !first.isOpen(), "the end of the first");
});

test("a dropped connection is tried again soon, and what was missed is a gap", async () => {
  const { chat, first, gaps, seen } = await connected();
  after(5000);
  first.drop();
  await until(() => seen.losses === 1, "the loss");
  expect(chat.status.status).not.toBe("connected");
  const retryMs = (chat.retryAtMs ?? 0) - Date.now();
  expect(retryMs).toBe(1000);
  chat.tick(["neon"]);
  await soon();
  expect(server.connections).toHaveLength(1);
  after(retryMs);
  chat.tick(["neon"]);
  await until(() => gaps.length > 0, "the gap");
  expect([gaps, chat.status.status]).toEqual([[[5, 6]], "connected"]);
});

test("a connection that died silently was deaf since it was last heard", async () => {
  const { chat, first, gaps } = await connected();
  after(quietMs);
  chat.tick(["neon"]);
  await until(() => first.heard.includes("PING :hypecut"), "the question");
  after(11_000);
  chat.tick(["neon"]);
  after(2000);
  chat.tick(["neon"]);
  await until(() => gaps.length > 0, "the gap");
  expect(gaps).toEqual([[0, 73]]);
});

test("an object that was evicted records what it missed", async () => {
  const { gaps } = await connected(startMs - 30_000);
  expect(gaps).toEqual([[-30, 0]]);
});

test("a refused handshake is tried again, later each time", async () => {
  server.manner = "refuse";
  const { chat, seen } = chatOf();
  const waits: number[] = [];
  for (let i = 1; i <= 3; i++) {
    chat.tick(["neon"]);
    await until(() => seen.losses === i, "the refusal");
    waits.push(((chat.retryAtMs ?? 0) - Date.now()) / 1000);
    vi.setSystemTime(chat.retryAtMs ?? 0);
  }
  expect([waits, chat.status.status]).toEqual([[2, 4, 8], "reconnecting"]);
});

test("what is not chat is counted and harms nothing", async () => {
  const { heard, first, seen } = await connected();
  first.send("@ ;;= ", ":x!x@x", "\u0000\u0001", "PRIVMSG", ":x JOIN", said("a"));
  first.sendBytes(new Uint8Array([1, 2, 3]));
  first.send("x".repeat(300_000));
  first.send(said("b"));
  await until(() => heard.includes("b"), "the message after it");
  expect([heard, seen.badFrames]).toEqual([["a", "b"], 5]);
});
