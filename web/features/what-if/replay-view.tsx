// What the tried settings would have given: a chart, a sentence, and the list beside what really fired.
import { useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import "uplot/dist/uPlot.min.css";
import { formatElapsed } from "#core/moments/stream-elapsed.ts";
import { theme } from "../../ui/theme-toggle.tsx";
import { formatValue } from "../../ui/format/format-number.ts";
import { type ComparedMoment, compareMoments } from "./compare-moments.ts";
import { drawReplay } from "./draw-replay.ts";
import { replayColumns } from "./replay-columns.ts";
import type { Source } from "./source.ts";
import type { WhatIfStore } from "./what-if-store.ts";
import "../../ui/chart-legend.css";
import "./what-if.css";

const columns = 700;
const listed = 300;
/** Ten minutes: one moment more or less would change a rate from fewer by six an hour. */
const leastHoursForRate = 1 / 6;

const markWords: Record<ComparedMoment["mark"], string> = {
  both: "also then",
  new: "new",
  lost: "not found",
  unknown: "found",
};

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
  const all = source && store.result.value ? compareMoments(moments, source.fired) : [];
  return (
    <section
      class="panel replay-panel"
      ref={panel}
      hidden={source === null}
      aria-label="What these settings would give"
      aria-busy={store.isTrying.value}
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
        {/* Hidden and not left out: the chart takes its colour from here before the legend is drawn anew. */}
        <span hidden={!source?.fired}>
          <span class="legend-item">
            <span class="swatch viewers" /> ● really fired
          </span>
        </span>
        <span class="chart-ink" />
      </div>
      <div class="replay-plot" ref={plot} />
      {source && store.result.value && (
        <>
          <p role="status" class="replay-sum">
            <b>{summary(moments.length, source)}</b>
          </p>
          {source.fired === null && <p class="small faint">Times are counted from the first message of the file.</p>}
          {/* Focusable, because what scrolls must do so by keyboard, too. */}
          <ol class="replay-list" tabIndex={0} aria-label="Moments">
            {all.slice(0, listed).map(({ moment, mark }) => (
              <li key={`${mark}${moment.peakMs}`}>
                <span class="time">{formatElapsed((moment.peakMs - source.startedAtMs) / 1000)}</span>
                <span class="badge">{markWords[mark]}</span>
                <span class="small">{moment.explanation}</span>
              </li>
            ))}
          </ol>
          {all.length > listed && <p class="small faint">The first {listed} are listed; the chart shows all.</p>}
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
