// The docs quote figures of `bench/results.json`. Each sentence and table row that does is made here from the figures
// themselves, and the page must hold it word for word: after a new measurement the failing test says what to write.
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import results from "../../bench/results.json" with { type: "json" };
import type { Figure } from "../../bench/merge-results.ts";

type Part = "value" | "baseline" | "ratio" | "random";

/** A figure as text: `decimals` after the point, or with a negative number, that many digits before it rounded away. */
function figure(key: string, decimals: number, part: Part = "value", times = 1): string {
  const value = (results as Record<string, Partial<Figure>>)[key]?.[part];
  if (typeof value !== "number") throw new Error(`bench/results.json has no ${part} of ${key}.`);
  const unit = 10 ** Math.max(0, -decimals);
  const rounded = Math.round((value * times) / unit) * unit;
  return decimals < 0 ? rounded.toLocaleString("en-US") : (value * times).toFixed(decimals);
}

const whole = (key: string, part?: Part) => Number(figure(key, 0, part)).toLocaleString("en-US");
const percent = (key: string) => `${figure(key, 0, "value", 100)} %`;

const alarms = "detect.alarms_per_hour";
const links = "detect.recall_clip_links";
const demand = "detect.recall_clip_demand";

/** The row of a budget, its suffix in the keys, and how it is set off. */
function recallRow(name: string, suffix: string, mark = ""): string {
  const bold = (text: string) => `${mark}${text}${mark}`;
  return `| ${[
    bold(name),
    bold(figure(`${alarms}${suffix}`, 2)),
    bold(`${figure(`${links}${suffix}`, 3)} ± ${figure(`${links}_se${suffix}`, 3)}`),
    figure(`${links}${suffix}`, 3, "random"),
    bold(`${figure(`${demand}${suffix}`, 3)} ± ${figure(`${demand}_se${suffix}`, 3)}`),
    figure(`${demand}${suffix}`, 3, "random"),
    suffix === ".seed" ? "–" : bold(percent(`detect.budget_spread${suffix}`)),
  ].join(" | ")} |`;
}

function logRow(name: string, key: string, rateDecimals: number, seedDecimals: number): string {
  const log = `${alarms}.log_${key}`;
  return `| ${[
    name,
    figure(`detect.chat_rate.log_${key}`, rateDecimals),
    figure(`${log}.seed`, seedDecimals),
    ...[`${log}.budget_2`, log, `${log}.budget_8`].map((one) => figure(one, 2)),
  ].join(" | ")} |`;
}

function costRow(name: string, suffix: string, baselineDecimals: number, ratioDecimals: number): string {
  const key = `detect.messages_per_second${suffix}`;
  const rates = `${figure(key, -3)} messages/s | ${figure(key, baselineDecimals, "baseline")}`;
  return `| ${name} | ${rates} | ${figure(key, ratioDecimals, "ratio")} |`;
}

const jobs = "loop.message_to_moment_ms.p95_with_100_jobs";
const dashboard = "desk.candidate_to_dashboard_ms";

const overhead = "recorder.overhead_bytes";

const quoted: Record<string, readonly string[]> = {
  "docs/detection.md": [
    recallRow("fixed rules", ".seed"),
    recallRow("adaptive, 2 an hour", ".budget_2"),
    recallRow("adaptive, 4 an hour", "", "**"),
    recallRow("adaptive, 8 an hour", ".budget_8"),
    `${figure(`${links}.held_out_2`, 3)} ± ${figure(`${links}_se.held_out_2`, 3)} at ${figure(`${alarms}.held_out_2`, 2)} alarms an hour`,
    `links at ${figure(`${alarms}.held_out_1`, 2)}.`,
    `${figure(`${links}.shipped`, 3)} at ${figure(`${alarms}.shipped`, 2)} an hour.`,
    `start threshold ${figure("detect.chosen_start.all_channels", 1)}; ${figure("detect.chosen_start_per_doubling.all_channels", 2)} lower for twice the budget`,
    logRow("small", "small", 2, 2),
    logRow("middle", "middle", 2, 1),
    logRow("big", "big", 1, 0),
    logRow("Chinese", "chinese", 2, 1),
    costRow("chat of 1 message a second", ".chat_1", -3, 2),
    costRow("chat of 10", "", -2, 1),
    costRow("chat of 100", ".chat_100", -1, 0),
    `at two messages a second is ${figure("detect.bytes_per_channel_24h", 1, "value", 1e-3)} kB; its kept seconds are ${figure("detect.kept_bytes_24h", 1, "value", 1e-6)} MB a day as JSON and ${figure("detect.kept_bytes_24h_gzip", 0, "value", 1e-3)} kB gzipped. Replaying six hours of them takes ${figure("detect.replay_6h_ms", 0)} ms.`,
  ],
  "docs/decisions/0058-a-tab-is-captured-as-pieces.md": [
    `arrives ${figure("capture.latency_ms", 1)} ms after it was drawn, which is known to ${figure("capture.latency_error_ms", 1)} ms`,
    `within ${figure("capture.event_time_error_ms", 1)} ms of when they were drawn, 99 of 100 within ${figure("capture.event_time_error_p99_ms", 1)} ms`,
  ],
  "docs/decisions/0050-pieces-in-event-time.md": [
    `${whole(overhead)} bytes a piece beside picture and sound, where the transport stream has ${whole(overhead, "baseline")}`,
    `${whole("recorder.piece_cpu_ms")} ms of a core for two seconds of 6 Mb/s`,
  ],
  "docs/clip-desk.md": [
    `${whole(`${dashboard}.p50`)} ms at the median, ${whole(`${dashboard}.p95`)} ms for 95 of 100`,
    `${whole(`${dashboard}.moment.p50`)} and ${whole(`${dashboard}.moment.p95`)} ms, ten moments.`,
    `not Helix's: ${whole("desk.jobs_per_minute")} on a machine of two cores`,
    `${whole(jobs, "baseline")} and ${whole(jobs)} ms, ${figure(jobs, 2, "ratio")} times.`,
  ],
};

test.each(Object.entries(quoted))("%s quotes what was measured", async (file, sentences) => {
  const text = await readFile(file, "utf8");
  expect(sentences.filter((sentence) => !text.includes(sentence))).toEqual([]);
});
