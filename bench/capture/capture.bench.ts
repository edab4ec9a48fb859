// How late a captured picture arrives, how well that is known, and how far a clip's pictures are from when they were drawn.
import { startChromium } from "../../test/support/chromium.ts";
import { startEngineServer } from "../../test/support/engine-server.ts";
import { percentile } from "../percentile.ts";
import type { Measured, Row } from "../row.ts";

const pieces = 5;
const cutMs = 8_000;

export async function measure(): Promise<Measured> {
  const [server, chromium] = await Promise.all([startEngineServer(), startChromium({ sharesTab: true })]);
  try {
    const page = await chromium.open(server.page);
    await page.evaluate(() => void (engines.probe = engines.captureProbe()));
    const status = await page.evaluate(() => engines.probe?.begin());
    await page.evaluate((count) => engines.probe?.untilPieces(count), pieces);
    await page.evaluate(() => engines.probe?.endFromBar());
    const footage = await page.evaluate(() => engines.probe?.footage());
    const fromMs = Math.ceil((footage?.pieces[0]?.startMs ?? 0) + 500);
    const range = { fromMs, toMs: fromMs + cutMs };
    const clip = await page.evaluate((wanted) => engines.probe?.cut(wanted, engines.readClip), range);
    await page.evaluate(() => engines.probe?.destroy());
    const latency = status?.latency ?? null;
    const errors = clip?.errorsMs.map(Math.abs) ?? [];
    if (latency === null || errors.length === 0) throw new Error("The capture could not be measured.");
    return {
      rows: [
        row("capture.latency_ms", latency.latencyMs),
        row("capture.latency_error_ms", latency.errorMs),
        row("capture.event_time_error_ms", percentile(errors, 0.5)),
        row("capture.event_time_error_p99_ms", percentile(errors, 0.99)),
      ],
      skipped: ["capture: encoders in hardware, and the platforms' own players, which this machine does not reach."],
    };
  } finally {
    await Promise.all([chromium.close(), server.close()]);
  }
}

function row(key: string, value: number): Row {
  return { key, value: Math.round(value * 10) / 10, unit: "ms", baseline: null, ratio: null };
}
