// The live connection of a page, over sockets that the test opens and closes as a server does. The clock is a number.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { openLiveSocket } from "../../../web/api/live-socket.ts";

/** What a page has opened, newest last. */
let opened: ServedSocket[] = [];

class ServedSocket extends EventTarget {
  static readonly OPEN = 1;
  readyState = 0;

  constructor() {
    super();
    opened.push(this);
  }

  accept(): void {
    this.readyState = 1;
    this.dispatchEvent(new Event("open"));
  }

  say(message: unknown): void {
    this.dispatchEvent(new MessageEvent("message", { data: JSON.stringify(message) }));
  }

  close(code = 1000): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.dispatchEvent(Object.assign(new Event("close"), { code, reason: "" }));
  }
}

beforeEach(() => {
  opened = [];
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", ServedSocket);
  vi.stubGlobal("location", new URL("http://localhost/"));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function nextSocket(): Promise<ServedSocket> {
  const before = opened.length;
  for (let second = 0; second < 60 && opened.length === before; second++) await vi.advanceTimersByTimeAsync(1000);
  const socket = opened.at(-1);
  if (!socket || opened.length === before) throw new Error("the page does not try again");
  return socket;
}

test("a page that is refused after each opening hears of it; one that was let in starts to count anew", async () => {
  const onRepeatedFailure = vi.fn<() => void>();
  const live = openLiveSocket({
    party: "channel-monitor",
    room: "kick:1",
    pageId: "page-0001",
    schema: z.object({ type: z.literal("hello") }),
    onMessage: () => undefined,
    onConnection: () => undefined,
    onRepeatedFailure,
  });
  const attempt = async (serve: (socket: ServedSocket) => void) => {
    const socket = await nextSocket();
    socket.accept();
    serve(socket);
    return onRepeatedFailure.mock.calls.length;
  };
  const refuse = (socket: ServedSocket) => socket.close(4404);
  const letIn = (socket: ServedSocket) => {
    socket.say({ type: "hello" });
    socket.close(1006);
  };
  const reported = [];
  for (const serve of [refuse, refuse, refuse, letIn, refuse, refuse]) reported.push(await attempt(serve));
  live.destroy();
  expect(reported).toEqual([0, 0, 1, 1, 1, 2]);
});
