// The outbox on the real SQLite storage of an object. The clock is a number.
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Delivery, Outbox, type OutboxMessage } from "../../durable-objects/outbox.ts";

const startMs = Date.UTC(2026, 0, 17, 12);
let lastChannel = 1000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: startMs });
  vi.spyOn(console, "error").mockImplementation(() => undefined);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const after = (ms: number) => vi.setSystemTime(Date.now() + ms);

interface Bench {
  readonly outbox: Outbox;
  /** Every delivery that was tried: `target: a,b`. */
  readonly tried: string[];
  /** What the receiver of a target answers; `done` unless told otherwise. */
  readonly answers: Map<string, (messages: readonly OutboxMessage[]) => Promise<Delivery>>;
  readonly restarted: () => Outbox;
}

function withOutbox(run: (bench: Bench) => Promise<void>): Promise<void> {
  const desk = env.ClipDesk.getByName(`twitch:${++lastChannel}`);
  return runInDurableObject(desk, async (_, state) => {
    const tried: string[] = [];
    const answers: Bench["answers"] = new Map();
    const restarted = () =>
      new Outbox(state.storage.sql, (target, messages) => {
        tried.push(`${target}: ${messages.map(({ body }) => body).join()}`);
        return answers.get(target)?.(messages) ?? Promise.resolve("done");
      });
    await run({ outbox: restarted(), tried, answers, restarted });
  });
}

const refuse = () => Promise.reject(new Error("away"));
const take = (delivery: Delivery) => () => Promise.resolve(delivery);

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
    let answer: (delivery: Delivery) => void = () => undefined;
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
