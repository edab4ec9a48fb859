// The outbox on the real SQLite storage of an object. The clock is a number.
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { z } from "zod";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Outbox } from "../../durable-objects/outbox.ts";
import { type OutboxMessage, receiver, type SendResult } from "../../durable-objects/outbox-receiver.ts";

const startMs = Date.UTC(2026, 0, 17, 12);
let lastChannel = 1000;
/** What was logged as an error. */
const said: string[] = [];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: startMs });
  said.length = 0;
  vi.spyOn(console, "error").mockImplementation((line: string) => void said.push(line));
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const after = (ms: number) => vi.setSystemTime(Date.now() + ms);

type TextOutbox = Outbox<Record<string, unknown>>;

interface Bench {
  readonly outbox: TextOutbox;
  /** Every delivery that was tried: `target: a,b`. */
  readonly tried: string[];
  /** How many were said to be set aside, each time. */
  readonly told: number[];
  /** What the receiver of a target answers, or who is told of the set aside; `done` unless told otherwise. */
  readonly answers: Map<string, (messages: readonly OutboxMessage<string>[]) => Promise<SendResult>>;
  readonly restarted: () => TextOutbox;
}

function withOutbox(run: (bench: Bench) => Promise<void>): Promise<void> {
  const desk = env.ClipDesk.getByName(`twitch:${++lastChannel}`);
  return runInDurableObject(desk, async (_, state) => {
    const tried: string[] = [];
    const told: number[] = [];
    const answers: Bench["answers"] = new Map();
    const restarted = () =>
      new Outbox<Record<string, unknown>>(
        state.storage.sql,
        (target) =>
          target === "nobody"
            ? null
            : receiver(z.string(), (messages) => {
                tried.push(`${target}: ${messages.map(({ body }) => body).join()}`);
                return answers.get(target)?.(messages) ?? Promise.resolve("done");
              }),
        async (count) => {
          told.push(count);
          await answers.get("set aside")?.([]);
        },
      );
    await run({ outbox: restarted(), tried, told, answers, restarted });
  });
}

const refuse = () => Promise.reject(new Error("away"));
const take = (result: SendResult) => () => Promise.resolve(result);

test("what could not be delivered survives the instance and arrives when its receiver is back", () =>
  withOutbox(async ({ outbox, tried, answers, restarted }) => {
    answers.set("desk", refuse);
    outbox.add("desk", "a", Date.now());
    await outbox.flush();
    answers.delete("desk");
    after(1000);
    const second = restarted();
    await second.flush();
    expect(tried).toEqual(["desk: a", "desk: a"]);
    expect(second.nextDueMs()).toBeNull();
    await second.flush();
    expect(tried).toHaveLength(2);
  }));

test("a message does not overtake an older one that waits to be tried again", () =>
  withOutbox(async ({ outbox, tried, answers }) => {
    answers.set("desk", refuse);
    outbox.add("desk", "older", Date.now());
    await outbox.flush();
    answers.delete("desk");
    outbox.add("desk", "newer", Date.now());
    await outbox.flush();
    expect(tried).toEqual(["desk: older"]);
    expect(outbox.nextDueMs()).toBe(startMs + 1000);
    after(1000);
    await outbox.flush();
    await outbox.flush();
    expect(tried).toEqual(["desk: older", "desk: older", "desk: newer"]);
  }));

test("waits twice as long after each failure, five minutes at most", () =>
  withOutbox(async ({ outbox, answers }) => {
    answers.set("desk", refuse);
    outbox.add("desk", "a", Date.now());
    const waits: number[] = [];
    for (let i = 0; i < 11; i++) {
      await outbox.flush();
      waits.push(((outbox.nextDueMs() ?? 0) - Date.now()) / 1000);
      vi.setSystemTime(outbox.nextDueMs() ?? 0);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
  }));

test("those who come while a delivery fails do not try again before its time", () =>
  withOutbox(async ({ outbox, tried, answers }) => {
    answers.set("desk", refuse);
    outbox.add("desk", "a", Date.now());
    await Promise.all([outbox.flush(), outbox.flush(), outbox.flush()]);
    expect(tried).toEqual(["desk: a"]);
  }));

test("a record is sent again until it is acknowledged, and never after", () =>
  withOutbox(async ({ outbox, tried, answers }) => {
    const ids = new Map<unknown, number>();
    answers.set("records", (messages) => {
      for (const { id, body } of messages) ids.set(body, id);
      return Promise.resolve("sent");
    });
    outbox.add("records", "a", Date.now());
    outbox.add("records", "b", Date.now());
    await outbox.flush();
    outbox.acknowledge([ids.get("a") ?? 0]);
    await outbox.flush();
    after(59_999);
    await outbox.flush();
    expect(tried).toEqual(["records: a,b"]);
    after(1);
    outbox.add("records", "c", Date.now());
    await outbox.flush();
    expect(tried).toEqual(["records: a,b", "records: b,c"]);
    outbox.acknowledge([...ids.values()]);
    expect(outbox.nextDueMs()).toBeNull();
    after(3_600_000);
    await outbox.flush();
    expect(tried).toHaveLength(2);
  }));

test("a new record does not wait for the acknowledgement of an older one", () =>
  withOutbox(async ({ outbox, tried, answers }) => {
    answers.set("records", take("sent"));
    outbox.add("records", "a", Date.now());
    await outbox.flush();
    outbox.add("records", "b", Date.now());
    await outbox.flush();
    expect(tried).toEqual(["records: a", "records: b"]);
  }));

test("a target that never answers holds up nobody else", () =>
  withOutbox(async ({ outbox, tried, answers }) => {
    let answer: (result: SendResult) => void = () => undefined;
    answers.set("stuck", () => new Promise((resolve) => (answer = resolve)));
    outbox.add("stuck", "a", Date.now());
    outbox.add("fine", "b", Date.now());
    const whole = outbox.flush();
    await outbox.flush("fine");
    outbox.add("fine", "c", Date.now());
    await outbox.flush("fine");
    expect(tried).toEqual(["stuck: a", "fine: b", "fine: c"]);
    // The alarm that would look after it is not due at once again and again.
    expect(outbox.nextDueMs()).toBe(startMs + 1000);
    answer("done");
    await whole;
  }));

test("however many flush at once, each message is delivered once and in order", () =>
  withOutbox(async ({ outbox, tried, answers }) => {
    answers.set("desk", () => new Promise((resolve) => setTimeout(() => resolve("done"), 5)));
    const flushes: Promise<void>[] = [];
    for (const name of ["a", "b", "c", "d", "e"]) {
      outbox.add("desk", name, Date.now());
      flushes.push(outbox.flush());
    }
    await Promise.all(flushes);
    expect(tried).toEqual(["desk: a", "desk: b,c,d,e"]);
  }));

test("one that cannot be taken does not keep back those before it, nor another target", () =>
  withOutbox(async ({ outbox, tried, answers }) => {
    answers.set("desk", (messages) =>
      messages.some(({ body }) => body === "poison") ? refuse() : Promise.resolve("done"),
    );
    for (const name of ["a", "poison"]) outbox.add("desk", name, Date.now());
    outbox.add("records", "r", Date.now());
    await outbox.flush();
    after(1000);
    await outbox.flush();
    await outbox.flush();
    expect(tried).toEqual(["desk: a,poison", "records: r", "desk: a", "desk: poison"]);
  }));

test("a delivery stays below what a queue takes", () =>
  withOutbox(async ({ outbox, answers }) => {
    const sizes: number[] = [];
    answers.set("records", (messages) => {
      sizes.push(messages.length);
      return Promise.resolve("done");
    });
    for (let i = 0; i < 5; i++) outbox.add("records", "x".repeat(i === 0 ? 40_000 : 15_000), Date.now());
    while (outbox.nextDueMs() !== null) await outbox.flush();
    expect(sizes).toEqual([1, 2, 2]);
    for (let i = 0; i < 60; i++) outbox.add("records", "x", Date.now());
    while (outbox.nextDueMs() !== null) await outbox.flush();
    expect(sizes.slice(3)).toEqual([50, 10]);
  }));

test("a message to nobody known stays, is said each time, and holds up nobody else", () =>
  withOutbox(async ({ outbox, tried }) => {
    outbox.add("nobody", "a", Date.now());
    outbox.add("desk", "b", Date.now());
    await outbox.flush();
    after(1000);
    await outbox.flush();
    expect(tried).toEqual(["desk: b"]);
    expect(outbox.nextDueMs()).not.toBeNull();
    expect(said.map((line) => (JSON.parse(line) as { target: string }).target)).toEqual(["nobody", "nobody"]);
  }));

test("one that can never be read is set aside and told, and those behind it go on", () =>
  withOutbox(async ({ outbox, tried, told, restarted }) => {
    for (const body of [7, "b"]) outbox.add("desk", body, Date.now());
    await outbox.flush();
    expect([tried, outbox.nextDueMs(), outbox.setAsideCount(), told]).toEqual([["desk: b"], null, 1, [1]]);
    await outbox.flush();
    expect(told).toEqual([1]);
    // Whoever was told may have lost it with this object.
    await restarted().flush();
    expect(told).toEqual([1, 1]);
  }));

test("a record that the database will never take is not sent again, and is told once", () =>
  withOutbox(async ({ outbox, tried, told, answers }) => {
    let id = 0;
    answers.set("records", ([message]) => {
      id = message?.id ?? 0;
      return Promise.resolve("sent");
    });
    outbox.add("records", "poison", Date.now());
    await outbox.flush();
    for (let again = 0; again < 2; again++) outbox.setAside([{ id, reason: "out of range" }]);
    after(3_600_000);
    await outbox.flush();
    expect([tried, outbox.nextDueMs(), outbox.setAsideCount(), told]).toEqual([["records: poison"], null, 1, [1]]);
  }));

test("what is set aside is told again, later and later, until it has been taken", () =>
  withOutbox(async ({ outbox, told, answers }) => {
    vi.spyOn(console, "warn").mockImplementation(() => undefined);
    answers.set("set aside", refuse);
    outbox.add("desk", 7, Date.now());
    const waits: number[] = [];
    for (let i = 0; i < 3; i++) {
      await outbox.flush();
      await outbox.flush();
      waits.push(((outbox.nextDueMs() ?? 0) - Date.now()) / 1000);
      vi.setSystemTime(outbox.nextDueMs() ?? 0);
    }
    answers.delete("set aside");
    await outbox.flush();
    expect([waits, told, outbox.nextDueMs()]).toEqual([[1, 2, 4], [1, 1, 1, 1], null]);
  }));
