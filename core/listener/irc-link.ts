// The rules of one anonymous IRC connection to Twitch chat: log in, join at the allowed pace, answer pings, notice
// silence, and renew before the platform's limit. Pure: the shell owns the socket and does what the effects say.

/** At most 20 joins in ten seconds a user, else the connection is closed. (dev.twitch.tv/docs/chat) */
export const joinsPerWindow = 20;
export const joinWindowMs = 10_000;
/** Twitch pings about every five minutes; asking after one quiet minute finds a dead socket sooner. */
export const quietMs = 60_000;
export const pongWaitMs = 10_000;
export const connectTimeoutMs = 10_000;
/** A join is confirmed at once; of a channel that does not exist Twitch says nothing, and it is not waited for longer. */
export const joinConfirmMs = 5_000;
/** An outgoing socket keeps its object in memory for at most fifteen minutes; a successor is opened before that. */
export const renewAfterMs = 12 * 60_000;
export const maxBackoffMs = 60_000;

export type IrcPhase = "closed" | "connecting" | "open";

export interface IrcLinkState {
  readonly phase: IrcPhase;
  /** When the present phase began. */
  readonly sinceMs: number;
  readonly lastHeardAtMs: number;
  readonly pingSentAtMs: number | null;
  readonly isWelcome: boolean;
  /** Joins asked for. */
  readonly joined: readonly string[];
  /** Joins that Twitch has confirmed; only from then on does it send a channel's messages. */
  readonly confirmed: readonly string[];
  readonly joinTimesMs: readonly number[];
  /** Connections that ended in a row without a welcome. */
  readonly failures: number;
  readonly retryAtMs: number;
}

export const closedLink: IrcLinkState = {
  phase: "closed",
  sinceMs: 0,
  lastHeardAtMs: 0,
  pingSentAtMs: null,
  isWelcome: false,
  joined: [],
  confirmed: [],
  joinTimesMs: [],
  failures: 0,
  retryAtMs: 0,
};

export type IrcLinkEvent =
  | { readonly type: "opened"; readonly nick: string }
  | { readonly type: "closed" }
  /** One protocol command from the server that is about the connection, not about chat. */
  | { readonly type: "command"; readonly command: string; readonly text: string }
  | { readonly type: "heard" }
  | { readonly type: "joined"; readonly login: string }
  | { readonly type: "tick"; readonly jitter: number };

export type IrcLinkEffect =
  | { readonly type: "connect" }
  | { readonly type: "send"; readonly line: string }
  | { readonly type: "close" }
  /** Time for a successor: open it, and drop this one when the successor has joined everything. */
  | { readonly type: "renew" };

export interface IrcLinkStep {
  readonly state: IrcLinkState;
  readonly effects: readonly IrcLinkEffect[];
}

/** `wanted` are the logins to hear now. */
export function stepIrcLink(
  state: IrcLinkState,
  event: IrcLinkEvent,
  wanted: readonly string[],
  nowMs: number,
): IrcLinkStep {
  switch (event.type) {
    case "opened":
      return {
        state: { ...state, phase: "open", sinceMs: nowMs, lastHeardAtMs: nowMs, pingSentAtMs: null },
        effects: [
          { type: "send", line: "CAP REQ :twitch.tv/tags twitch.tv/commands" },
          { type: "send", line: "PASS SCHMOOPIIE" },
          { type: "send", line: `NICK ${event.nick}` },
        ],
      };
    case "closed":
      return { state: lost(state, nowMs, 0.5), effects: [] };
    case "heard":
      return { state: { ...state, lastHeardAtMs: nowMs, pingSentAtMs: null }, effects: [] };
    case "joined":
      if (!state.joined.includes(event.login) || state.confirmed.includes(event.login)) return { state, effects: [] };
      return { state: { ...state, confirmed: [...state.confirmed, event.login] }, effects: [] };
    case "command":
      return command(state, event.command, event.text, wanted, nowMs);
    case "tick":
      return tick(state, wanted, nowMs, event.jitter);
  }
}

/** True when every wanted channel is heard, or would be if it existed. */
export function hasJoined(state: IrcLinkState, wanted: readonly string[], nowMs: number): boolean {
  if (!state.isWelcome || !wanted.every((login) => state.joined.includes(login))) return false;
  const waitedMs = nowMs - (state.joinTimesMs.at(-1) ?? 0);
  return waitedMs >= joinConfirmMs || wanted.every((login) => state.confirmed.includes(login));
}

function command(
  state: IrcLinkState,
  name: string,
  text: string,
  wanted: readonly string[],
  nowMs: number,
): IrcLinkStep {
  const heard = { ...state, lastHeardAtMs: nowMs, pingSentAtMs: null };
  if (name === "PING") return { state: heard, effects: [{ type: "send", line: `PONG :${text}` }] };
  if (name === "RECONNECT") return { state: heard, effects: [{ type: "renew" }] };
  if (name === "001") return joinWanted({ ...heard, isWelcome: true, failures: 0 }, wanted, nowMs);
  return { state: heard, effects: [] };
}

function tick(state: IrcLinkState, wanted: readonly string[], nowMs: number, jitter: number): IrcLinkStep {
  if (state.phase === "closed") {
    if (wanted.length === 0 || nowMs < state.retryAtMs) return { state, effects: [] };
    return {
      state: { ...closedLink, failures: state.failures, phase: "connecting", sinceMs: nowMs },
      effects: [{ type: "connect" }],
    };
  }
  if (wanted.length === 0) return { state: closedLink, effects: [{ type: "close" }] };
  const isStuck = !state.isWelcome && nowMs - state.sinceMs > connectTimeoutMs;
  const isDead = state.pingSentAtMs !== null && nowMs - state.pingSentAtMs > pongWaitMs;
  if (isStuck || isDead) return { state: lost(state, nowMs, jitter), effects: [{ type: "close" }] };
  if (!state.isWelcome) return { state, effects: [] };
  const joined = joinWanted(state, wanted, nowMs);
  const effects: IrcLinkEffect[] = [...joined.effects];
  let next = joined.state;
  if (nowMs - next.sinceMs >= renewAfterMs) effects.push({ type: "renew" });
  if (next.pingSentAtMs === null && nowMs - next.lastHeardAtMs >= quietMs) {
    next = { ...next, pingSentAtMs: nowMs };
    effects.push({ type: "send", line: "PING :hypecut" });
  }
  return { state: next, effects };
}

function joinWanted(state: IrcLinkState, wanted: readonly string[], nowMs: number): IrcLinkStep {
  const recentMs = state.joinTimesMs.filter((atMs) => nowMs - atMs < joinWindowMs);
  const missing = wanted.filter((login) => !state.joined.includes(login)).slice(0, joinsPerWindow - recentMs.length);
  const parted = state.joined.filter((login) => !wanted.includes(login));
  const effects: IrcLinkEffect[] = parted.map((login) => ({ type: "send", line: `PART #${login}` }));
  if (missing.length > 0) effects.push({ type: "send", line: `JOIN ${missing.map((login) => `#${login}`).join(",")}` });
  return {
    state: {
      ...state,
      joined: [...state.joined.filter((login) => wanted.includes(login)), ...missing],
      confirmed: state.confirmed.filter((login) => wanted.includes(login)),
      joinTimesMs: [...recentMs, ...missing.map(() => nowMs)],
    },
    effects,
  };
}

function lost(state: IrcLinkState, nowMs: number, jitter: number): IrcLinkState {
  const failures = state.isWelcome ? 0 : state.failures + 1;
  const backoffMs = Math.min(maxBackoffMs, 1000 * 2 ** Math.min(failures, 6));
  return { ...closedLink, failures, sinceMs: nowMs, retryAtMs: nowMs + backoffMs * (0.5 + jitter) };
}
