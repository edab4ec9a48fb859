import { describe, expect, test } from "vitest";
import {
  closedLink,
  connectTimeoutMs,
  hasJoined,
  joinConfirmMs,
  type IrcLinkEvent,
  type IrcLinkState,
  joinsPerWindow,
  joinWindowMs,
  pongWaitMs,
  quietMs,
  renewAfterMs,
  stepIrcLink,
} from "#core/listener/irc-link.ts";

const now = 1_700_000_000_000;
const tick: IrcLinkEvent = { type: "tick", jitter: 0.5 };

function run(state: IrcLinkState, events: readonly (readonly [IrcLinkEvent, number])[], wanted: readonly string[]) {
  const sent: string[] = [];
  for (const [event, atMs] of events) {
    const step = stepIrcLink(state, event, wanted, atMs);
    state = step.state;
    sent.push(...step.effects.map((effect) => (effect.type === "send" ? effect.line : effect.type)));
  }
  return { state, sent };
}

const logIn = [
  [tick, now],
  [{ type: "opened", nick: "justinfan1" }, now],
  [{ type: "command", command: "001", text: "" }, now],
] as const;

test("logs in anonymously and joins", () => {
  const { state, sent } = run(closedLink, logIn, ["neon", "harbor"]);
  expect(sent).toEqual([
    "connect",
    "CAP REQ :twitch.tv/tags twitch.tv/commands",
    "PASS SCHMOOPIIE",
    "NICK justinfan1",
    "JOIN #neon,#harbor",
  ]);
  expect(hasJoined(state, ["neon", "harbor"], now)).toBe(false);
  const heard = run(
    state,
    [
      [{ type: "joined", login: "harbor" }, now],
      [{ type: "joined", login: "neon" }, now],
    ],
    ["neon", "harbor"],
  ).state;
  expect(hasJoined(heard, ["neon", "harbor"], now)).toBe(true);
  expect(hasJoined(heard, ["neon", "harbor", "third"], now)).toBe(false);
});

test("a join that is never confirmed is not waited for long", () => {
  const { state } = run(closedLink, logIn, ["nobody"]);
  expect(hasJoined(state, ["nobody"], now + joinConfirmMs - 1)).toBe(false);
  expect(hasJoined(state, ["nobody"], now + joinConfirmMs)).toBe(true);
});

test("never joins more than the platform allows in a window", () => {
  const wanted = Array.from({ length: 45 }, (_, i) => `c${i}`);
  let { state, sent } = run(closedLink, logIn, wanted);
  const joins = (lines: string[]) =>
    lines.filter((line) => line.startsWith("JOIN")).flatMap((line) => line.slice(5).split(",")).length;
  expect(joins(sent)).toBe(joinsPerWindow);
  ({ state, sent } = run(state, [[tick, now + joinWindowMs - 1]], wanted));
  expect(joins(sent)).toBe(0);
  ({ state, sent } = run(
    state,
    [
      [tick, now + joinWindowMs],
      [tick, now + 2 * joinWindowMs],
    ],
    wanted,
  ));
  expect(joins(sent)).toBe(25);
  expect(state.joined).toEqual(wanted);
});

test("leaves what is no longer live and does not connect for nothing", () => {
  const { state } = run(closedLink, logIn, ["neon", "harbor"]);
  expect(run(state, [[tick, now + 1000]], ["neon"]).sent).toEqual(["PART #harbor"]);
  expect(run(state, [[tick, now + 1000]], []).sent).toEqual(["close"]);
  expect(run(closedLink, [[tick, now]], []).sent).toEqual([]);
});

describe("a connection that", () => {
  const { state: open } = run(closedLink, logIn, ["neon"]);
  test("is pinged answers", () => {
    expect(run(open, [[{ type: "command", command: "PING", text: "tmi.twitch.tv" }, now]], ["neon"]).sent).toEqual([
      "PONG :tmi.twitch.tv",
    ]);
  });
  test("is quiet is asked, and closed when it does not answer", () => {
    const asked = run(open, [[tick, now + quietMs]], ["neon"]);
    expect(asked.sent).toEqual(["PING :hypecut"]);
    expect(
      run(
        asked.state,
        [
          [{ type: "heard" }, now + quietMs + 1],
          [tick, now + quietMs + pongWaitMs + 2],
        ],
        ["neon"],
      ).sent,
    ).toEqual([]);
    expect(run(asked.state, [[tick, now + quietMs + pongWaitMs + 1]], ["neon"]).sent).toEqual(["close"]);
  });
  test("grows old or is told to reconnect asks for a successor", () => {
    const fresh = { ...open, lastHeardAtMs: now + renewAfterMs };
    expect(run(fresh, [[tick, now + renewAfterMs]], ["neon"]).sent).toEqual(["renew"]);
    expect(run(open, [[{ type: "command", command: "RECONNECT", text: "" }, now]], ["neon"]).sent).toEqual(["renew"]);
  });
  test("never says welcome is given up", () => {
    const { state } = run(
      closedLink,
      [
        [tick, now],
        [{ type: "opened", nick: "x" }, now],
      ],
      ["neon"],
    );
    expect(run(state, [[tick, now + connectTimeoutMs + 1]], ["neon"]).sent).toEqual(["close"]);
  });
});

test("failures in a row wait longer, a good connection that ends comes back soon", () => {
  let state = closedLink;
  const waits: number[] = [];
  for (let i = 0; i < 8; i++) {
    state = run({ ...state, retryAtMs: 0 }, [[tick, now]], ["neon"]).state;
    state = run(state, [[{ type: "closed" }, now]], ["neon"]).state;
    waits.push(state.retryAtMs - now);
  }
  expect(waits).toEqual([2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  const good = run(closedLink, [...logIn, [{ type: "closed" }, now]], ["neon"]).state;
  expect(good.retryAtMs - now).toBe(1000);
});
