// What the page says about its recorder, to the person and to the other pages.
import { describe, expect, test } from "vitest";
import type { RecorderStatus } from "../../../../web/engines/recorder/recorder.types.ts";
import { healthView } from "../../../../web/pages/watch/health-words.ts";
import { isReportDue, reportOf } from "../../../../web/pages/watch/recorder-report.ts";

const status = (over: Partial<RecorderStatus> = {}): RecorderStatus => ({
  phase: "recording",
  problem: null,
  recordingName: "name_s001_20260117_120000",
  fromMs: 0,
  toMs: 42 * 60_000,
  settledToMs: 42 * 60_000,
  coming: [],
  pieces: 1260,
  bytes: 1_240_000_000,
  gaps: [],
  held: [],
  storage: null,
  behindMs: 2_140,
  marks: [],
  format: null,
  offer: null,
  ...over,
});

const healthOf = (one: RecorderStatus) => healthView(one, 1e6);
const storage = {
  ...{ usedBytes: 0, budgetBytes: 20e9, limitBytes: null, keptBytes: 0, pinnedBytes: 0, footageBytesPerMinute: null },
  ...{ next: null, freed: [] },
};

describe("health in words", () => {
  test("tells what is kept and how far behind it is", () => {
    const { words, tone, facts } = healthOf(status());
    expect([words, tone, ...facts.slice(1)]).toEqual(["Recording", "good", "42 min kept", "1.2 GB", "2.1 s behind"]);
  });

  test("does not count what is missing as kept, nor what was missed before the ring begins", () => {
    const gaps = [
      { fromMs: -60_000, toMs: 0, reason: "recorder_stopped" },
      { fromMs: 60_000, toMs: 32 * 60_000, reason: "recorder_stopped" },
    ] as const;
    expect(healthOf(status({ gaps })).facts[1]).toBe("11 min kept");
  });

  test("warns when the recording falls far behind", () => {
    expect(healthOf(status({ behindMs: 45_000 })).tone).toBe("warn");
  });

  test("tells how much comes a minute, and warns when it is less than was set", () => {
    const growing = healthOf(status({ storage: { ...storage, bytesPerMinute: 45e6 } }));
    expect([growing.tone, growing.facts.at(-1)]).toEqual(["good", "45 MB a minute"]);
    const starved = healthOf(status({ storage: { ...storage, bytesPerMinute: 0.4e6 } }));
    expect([starved.tone, ...starved.facts.slice(-2)]).toEqual([
      "warn",
      "0.4 MB a minute",
      "less than the 1 MB a minute set as the least",
    ]);
    expect(healthOf(status({ phase: "waiting", storage: { ...storage, bytesPerMinute: 0 } })).tone).toBe("warn");
  });

  test("does not say that it records when nothing can be kept", () => {
    const { words, tone } = healthOf(status({ phase: "full" }));
    expect([words, tone]).toEqual(["Not recording: the disk is full", "bad"]);
  });

  test("says that another tab records, and nothing of footage it does not have", () => {
    const { words, facts } = healthOf(status({ phase: "elsewhere", fromMs: null, toMs: null }));
    expect([words, facts]).toEqual(["Another tab of this browser records this channel", []]);
  });
});

describe("reports to the other pages", () => {
  const report = reportOf("page", status());

  test("go out at once, then every five seconds", () => {
    expect(isReportDue(null, report, 0)).toBe(true);
    expect(isReportDue({ atMs: 0, report }, report, 4_999)).toBe(false);
    expect(isReportDue({ atMs: 0, report }, report, 5_000)).toBe(true);
  });

  test("go out at once when recording stops", () => {
    expect(isReportDue({ atMs: 0, report }, reportOf("page", status({ phase: "waiting" })), 1)).toBe(true);
    expect(isReportDue({ atMs: 0, report }, reportOf("page", null), 1)).toBe(true);
  });
});
