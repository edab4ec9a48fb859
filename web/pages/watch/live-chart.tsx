// Chat and viewers of the last ten minutes, with moments marked. The drawing is updated beside the tree, never through it.
import { effect, type ReadonlySignal, type Signal, useComputed, useSignal, useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import { nowMs } from "../../ui/now.ts";
import { theme } from "../../ui/theme-toggle.tsx";
import { formatCount, formatValue } from "../../ui/format/format-number.ts";
import { chartColumns, type ChartColumns } from "./chart-window.ts";
import type { ChartColours } from "./draw-chart.ts";
import { footageAt, lostSince, type FootageLine, type GapSide } from "./footage-line.ts";
import type { RunningEngines } from "./run-engines.ts";
import type { WatchParts } from "./watch-parts.ts";
import "../../ui/chart-legend.css";
import "./live-chart.css";

/** A second is complete only once it is over, and its counts arrive a moment later. */
const settledMs = 2_000;

interface Props extends Pick<WatchParts, "counts" | "moments" | "clockOffsetMs">, Pick<RunningEngines, "recorder"> {
  readonly isLive: ReadonlySignal<boolean>;
}

export function LiveChart({ counts, moments, clockOffsetMs, recorder, isLive }: Props) {
  const panel = useRef<HTMLElement>(null);
  const plot = useRef<HTMLDivElement>(null);
  const shown = useSignal<Reading>(nothingRead);
  const hasCounts = useComputed(() => counts.value.length > 0);

  useSignalEffect(() => {
    // Read for its change: the chart takes its colours from the stylesheet, which the theme decides.
    void theme.value;
    const ending = new AbortController();
    const draw = async (element: HTMLElement, around: HTMLElement) => {
      // Apart from the page, which so shows its picture sooner.
      const { drawChart } = await import("./draw-chart.ts");
      if (ending.signal.aborted) return;
      let columns = chartColumns([], 0);
      let pointed: number | null = null;
      const read = () => (shown.value = readingAt(columns, recorder.peek() ?? nothingRecorded, pointed));
      const chart = drawChart({
        element,
        colours: coloursOf(around),
        onPoint: (index) => {
          pointed = index;
          read();
        },
      });
      // Once a second by the clock, not with every message: the window moves on even when nothing arrives.
      const stopUpdates = effect(() => {
        const now = nowMs.value;
        if (document.hidden) return;
        columns = chartColumns(counts.peek(), now + clockOffsetMs.peek() - settledMs);
        chart.update(columns, moments.peek(), recorder.peek() ?? nothingRecorded);
        read();
      });
      const resizing = new ResizeObserver(() => chart.resize());
      resizing.observe(element);
      ending.signal.addEventListener("abort", () => {
        stopUpdates();
        resizing.disconnect();
        chart.destroy();
      });
    };
    // Without its code the page is one without a chart.
    if (panel.current && plot.current) draw(plot.current, panel.current).catch(() => undefined);
    return () => ending.abort();
  });

  return (
    <section class="panel chart-panel" ref={panel} aria-label="Chat and viewers of the last ten minutes">
      <Legend reading={shown} />
      <div class="chart">
        <div class="chart-plot" ref={plot} />
        {!hasCounts.value && (
          <div class="empty">
            <p>{isLive.value ? "Counting the first messages…" : "The chart begins when the channel is live."}</p>
          </div>
        )}
      </div>
    </section>
  );
}

function Legend({ reading }: { reading: Signal<Reading> }) {
  const { messages, chatters, viewers, footage, lost } = reading.value;
  return (
    <div class="chart-head">
      <span class="legend-item">
        <span class="swatch messages" /> messages/s <b>{messages}</b>
      </span>
      <span class="legend-item">
        <span class="swatch chatters" /> chatters/s <b>{chatters}</b>
      </span>
      <span class="legend-item">
        <span class="swatch viewers" /> viewers <b>{viewers}</b>
      </span>
      <span class="legend-item">
        <span class="swatch moments" /> moments
      </span>
      <span class="legend-item">
        <span class="swatch footage" /> footage {footage !== null && <b>{footage}</b>}
      </span>
      <span class="legend-item" hidden={!lost.includes("stream")}>
        <span class="swatch lost-stream" /> lost by the stream
      </span>
      <span class="legend-item" hidden={!lost.includes("device")}>
        <span class="swatch lost-device" /> lost here
      </span>
      <span class="chart-ink row-end">last 10 min</span>
    </div>
  );
}

interface Reading {
  readonly messages: string;
  readonly chatters: string;
  readonly viewers: string;
  /** Of the second that is pointed at; null when none is, or nobody recorded. */
  readonly footage: string | null;
  /** Where footage of the window was lost. */
  readonly lost: readonly GapSide[];
}
const nothingRead: Reading = { messages: "–", chatters: "–", viewers: "–", footage: null, lost: [] };
const nothingRecorded: FootageLine = { held: [], gaps: [] };

/** The numbers at a row, or of the newest second that is known when nobody points. */
function readingAt(columns: ChartColumns, footage: FootageLine, pointed: number | null): Reading {
  const row = pointed ?? columns.messages.findLastIndex((one) => one !== null);
  const rate = (value: number | null | undefined) => (value === null || value === undefined ? "–" : formatValue(value));
  return {
    messages: rate(columns.messages[row]),
    chatters: rate(columns.chatters[row]),
    viewers: formatCount(columns.viewers[row] ?? null),
    footage: pointed === null ? null : footageAt(footage, (columns.seconds[row] ?? 0) * 1000),
    lost: lostSince(footage, (columns.seconds[0] ?? 0) * 1000),
  };
}

/** The stylesheet's colours as the browser resolves them: the legend's swatches wear them. */
function coloursOf(panel: HTMLElement): ChartColours {
  const colour = (selector: string) => getComputedStyle(panel.querySelector(selector) ?? panel).color;
  return {
    messages: colour(".swatch.messages"),
    chatters: colour(".swatch.chatters"),
    viewers: colour(".swatch.viewers"),
    moments: colour(".swatch.moments"),
    footage: {
      held: colour(".swatch.footage"),
      stream: colour(".swatch.lost-stream"),
      device: colour(".swatch.lost-device"),
    },
    ink: colour(".chart-ink"),
    grid: getComputedStyle(panel).borderTopColor,
  };
}
