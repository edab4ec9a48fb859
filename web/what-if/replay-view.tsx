// What the tried settings would have given: a chart, a sentence, and the list beside what really fired.
import { useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import "uplot/dist/uPlot.min.css";
import type { DetectedMoment } from "#core/moments/moment.ts";
import { formatElapsed } from "#core/moments/stream-elapsed.ts";
import { theme } from "../components/theme-toggle.tsx";
import { formatValue } from "../format/format-number.ts";
import { drawReplay } from "./draw-replay.ts";
import { replayColumns } from "./replay-columns.ts";
import type { Source, WhatIfStore } from "./what-if-store.ts";

/** A moment found within so much of one that fired is the same. */
const sameMs = 60_000;
const columns = 700;
const listed = 300;
/** Ten minutes: one moment more or less would change a rate from fewer by six an hour. */
const leastHoursForRate = 1 / 6;

export function ReplayView({ store }: { store: WhatIfStore }) {
  const panel = useRef<HTMLElement>(null);
  const plot = useRef<HTMLDivElement>(null);
  useSignalEffect(() => {
    // Read for its change: the chart takes its colours from the stylesheet, which the theme decides.
    void theme.value;
    const source = store.source.value;
    if (!panel.current || !plot.current || !source) return;
    const ink = (selector: string) => getComputedStyle(panel.current?.querySelector(selector) ?? document.body).color;
    const chart = drawReplay(plot.current, {
      messages: ink(".swatch.messages"),
      chatters: ink(".swatch.chatters"),
      would: ink(".swatch.moments"),
      fired: ink(".swatch.viewers"),
      ink: ink(".chart-ink"),
      grid: getComputedStyle(panel.current).borderTopColor,
    });
    const drawn = replayColumns(source.counted, columns);
    const stop = store.result.subscribe((result) =>
      chart.update(drawn, {
        would: (result?.moments ?? []).map(({ peakMs }) => peakMs),
        fired: (source.fired ?? []).map(({ peakMs }) => peakMs),
      }),
    );
    const resizing = new ResizeObserver(() => chart.resize());
    resizing.observe(plot.current);
    return () => {
      stop();
      resizing.disconnect();
      chart.destroy();
    };
  });

  const source = store.source.value;
  const moments = store.result.value?.moments ?? [];
  return (
    <section
      class="panel replay-panel"
      ref={panel}
      hidden={source === null}
      aria-label="What these settings would give"
    >
      <div class="chart-head">
        <span class="legend-item">
          <span class="swatch messages" /> messages/s
        </span>
        <span class="legend-item">
          <span class="swatch chatters" /> people/s
        </span>
        <span class="legend-item">
          <span class="swatch moments" /> ▼ would be found
        </span>
        {source?.fired && (
          <span class="legend-item">
            <span class="swatch viewers" /> ● really fired
          </span>
        )}
        <span class="chart-ink" />
      </div>
      <div class="replay-plot" ref={plot} />
      {source && store.result.value && (
        <>
          <p role="status" class="replay-sum">
            <b>{summary(moments.length, source)}</b>
          </p>
          <ol class="replay-list">
            {rows(moments, source)
              .slice(0, listed)
              .map(({ atMs, words, mark }) => (
                <li key={`${mark}${atMs}`}>
                  <span class="time">{formatElapsed((atMs - source.startedAtMs) / 1000)}</span>
                  <span class="badge">{mark}</span>
                  <span class="small">{words}</span>
                </li>
              ))}
          </ol>
        </>
      )}
    </section>
  );
}

function summary(found: number, { fired, hours }: Source): string {
  const moments = `These settings would give ${found} ${found === 1 ? "moment" : "moments"}`;
  const isLong = hours >= leastHoursForRate;
  const would = `${moments}, ${isLong ? `about ${formatValue(found / hours)} an hour` : "in too short a time for a rate"}`;
  return fired === null ? `${would}.` : `${would}; ${fired.length} really fired.`;
}

interface Row {
  readonly atMs: number;
  readonly words: string;
  readonly mark: "also then" | "new" | "not found" | "found";
}

/** In order of time: what would be found, and what fired then and would not be. */
function rows(moments: readonly DetectedMoment[], { fired }: Source): Row[] {
  const isNear = (one: DetectedMoment) => (other: DetectedMoment) => Math.abs(one.peakMs - other.peakMs) < sameMs;
  const found = moments.map((moment): Row => {
    const mark = fired === null ? "found" : fired.some(isNear(moment)) ? "also then" : "new";
    return { atMs: moment.peakMs, words: moment.explanation, mark };
  });
  const lost = (fired ?? [])
    .filter((moment) => !moments.some(isNear(moment)))
    .map((moment): Row => ({ atMs: moment.peakMs, words: moment.explanation, mark: "not found" }));
  return [...found, ...lost].sort((a, b) => a.atMs - b.atMs);
}
