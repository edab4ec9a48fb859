// What a channel's open pages may say and how long they stay, where a person could not bring it about from outside.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { fullAllowance } from "#core/live/message-allowance.ts";
import type { Member, Role } from "#core/members/member.ts";
import { PageSockets, type PageSocketsOptions } from "../../../durable-objects/channel-monitor/page-sockets.ts";
import type { PageState } from "../../../durable-objects/channel-monitor/page-state.ts";

type Page = Parameters<PageSockets["take"]>[0];

let pages: (Page & { readonly closedWith: () => number | null })[];
let asked: number;
let role: Role;
let sockets: PageSockets;

beforeEach(() => {
  vi.useFakeTimers();
  [pages, asked, role] = [[], 0, "editor"];
  const membersBySession: PageSocketsOptions["membersBySession"] = async (hashes) => {
    asked++;
    return hashes.map((): Member => ({ platform: "twitch", userId: "1", login: "ann", displayName: "Ann", role }));
  };
  sockets = new PageSockets({ connections: () => pages, membersBySession });
});
afterEach(() => {
  vi.useRealTimers();
});

test("a crowd is refused before anybody is asked who it is", async () => {
  for (let n = 0; n <= 100; n++) page({});
  const another = page(null);
  await sockets.open(another, new Request("http://localhost/"), async () => []);
  expect([another.closedWith(), asked]).toEqual([1013, 0]);
});

test("an editor who becomes a viewer reports no recorder any more", async () => {
  const one = page({});
  sockets.take(one, report(2));
  role = "viewer";
  await sockets.closeEnded();
  sockets.take(one, report(3));
  expect([one.closedWith(), one.state?.report?.toMs]).toEqual([null, 2]);
});

test("a page whose opening ended with the object is told to come again", async () => {
  const one = page({ member: null });
  await sockets.closeEnded();
  expect(one.closedWith()).toBe(1012);
});

test("a report longer than any that a page sends is not read", () => {
  const one = page({});
  sockets.take(one, report(2).padEnd(10_001));
  expect(one.state?.report).toBe(null);
  sockets.take(one, report(3).padEnd(10_000));
  expect(one.state?.report?.toMs).toBe(3);
});

test("a page that is being closed reports nothing", () => {
  const one = page({});
  sockets.closeAll();
  sockets.take(one, report(2));
  expect(one.state?.report).toBe(null);
});

test("nobody reports under the id that another member's page reports by", () => {
  const [one, other] = [page({}), page({ member: "twitch:2" })];
  sockets.take(one, report(2));
  sockets.take(other, report(3));
  expect([one.state?.report?.toMs, other.state?.report]).toEqual([2, null]);
});

const report = (toMs: number) =>
  JSON.stringify({ type: "recorder", report: { pageId: "", recording: true, fromMs: 1, toMs } });

/** An open page of an editor; null for one that has only just connected. */
function page(part: Partial<PageState> | null) {
  const allowance = fullAllowance(Date.now());
  const whole = {
    pageId: "page-0001",
    tokenHash: "hash",
    member: "twitch:1",
    mayRecord: true,
    report: null,
    allowance,
  };
  let closedWith: number | null = null;
  const made = {
    state: part && { ...whole, ...part },
    setState: (state: PageState) => void (made.state = state),
    send: () => undefined,
    close: (code: number) => void (closedWith ??= code),
    closedWith: () => closedWith,
  };
  // Of a connection only what is used here.
  pages.push(made as never);
  return made as never as (typeof pages)[number];
}
