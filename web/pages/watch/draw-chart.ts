// The live chart itself: uPlot with three curves, the moments as vertical marks, and the footage along the bottom. Knows nothing of the page around it.
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { Moment } from "#core/moments/moment.ts";
import { shownSeconds, type ChartColumns } from "./chart-window.ts";
import { drawFootage, type FootageColours, type FootageLine } from "./footage-line.ts";

export interface ChartColours {
  readonly messages: string;
  readonly chatters: string;
  readonly viewers: string;
  readonly moments: string;
  readonly ink: string;
  readonly grid: string;
  readonly footage: FootageColours;
}

export interface Chart {
  update(columns: ChartColumns, moments: readonly Moment[], footage: FootageLine): void;
  /** Fits the chart into its element again. */
  resize(): void;
  destroy(): void;
}

interface Options {
  readonly element: HTMLElement;
  readonly colours: ChartColours;
  /** The index of the second under the pointer; null when there is none. */
  readonly onPoint: (index: number | null) => void;
}

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

export function drawChart({ element, colours, onPoint }: Options): Chart {
  let marks: readonly Moment[] = [];
  let line: FootageLine = { held: [], gaps: [] };
  const axis = { stroke: colours.ink, font: "11px system-ui, sans-serif", ticks: { show: false } };
  const plot = new uPlot(
    {
      width: Math.max(element.clientWidth, 100),
      height: Math.max(element.clientHeight, 60),
      padding: [8, 0, 0, 0],
      legend: { show: false },
      cursor: { drag: { x: false, y: false, setScale: false }, points: { size: 6 }, y: false },
      scales: {
        x: { time: true },
        // Never a scale of nothing: a quiet chat shows a flat line at the bottom, not noise blown up.
        messages: { range: (_plot, _min, max) => [0, Math.max(4, (max ?? 0) * 1.15)] },
        viewers: { range: (_plot, _min, max) => [0, Math.max(10, (max ?? 0) * 1.25)] },
      },
      axes: [
        {
          ...axis,
          size: 22,
          grid: { show: false },
          values: (_plot, seconds) => seconds.map((one) => clock.format(one * 1000)),
        },
        { ...axis, scale: "messages", size: 34, gap: 4, grid: { stroke: colours.grid, width: 1 } },
        {
          ...axis,
          scale: "viewers",
          side: 1,
          size: 44,
          gap: 4,
          grid: { show: false },
          values: (_plot, ticks) => ticks.map(short),
        },
      ],
      series: [
        {},
        curve("messages", "messages", colours.messages, { fill: faded(colours.messages), width: 1.5 }),
        curve("chatters", "messages", colours.chatters, { width: 1 }),
        curve("viewers", "viewers", colours.viewers, { width: 1, dash: [4, 3] }),
      ],
      hooks: {
        draw: [(one) => drawFootage(one, line, colours.footage), (one) => drawMarks(one, marks, colours.moments)],
        setCursor: [(one) => onPoint(one.cursor.idx ?? null)],
      },
    },
    [[], [], [], []],
    element,
  );
  return {
    update(columns, moments, footage) {
      marks = moments;
      line = footage;
      const last = columns.seconds.at(-1) ?? 0;
      plot.batch(() => {
        plot.setData([columns.seconds, columns.messages, columns.chatters, columns.viewers]);
        plot.setScale("x", { min: last - shownSeconds, max: last });
      });
    },
    resize() {
      plot.setSize({ width: Math.max(element.clientWidth, 100), height: Math.max(element.clientHeight, 60) });
    },
    destroy: () => plot.destroy(),
  };
}

function curve(label: string, scale: string, stroke: string, more: Partial<uPlot.Series>): uPlot.Series {
  return { label, scale, stroke, points: { show: false }, spanGaps: false, ...more };
}

/** A band from the rise of the reaction to its peak, a line at the peak, and a flag with the moment's number. */
function drawMarks(plot: uPlot, moments: readonly Moment[], colour: string): void {
  const { ctx, bbox } = plot;
  const from = (plot.scales["x"]?.min ?? 0) * 1000;
  const scale = devicePixelRatio;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top - 8 * scale, bbox.width, bbox.height + 8 * scale);
  ctx.clip();
  ctx.font = `600 ${10 * scale}px system-ui, sans-serif`;
  ctx.textBaseline = "top";
  let labelledTo = Number.POSITIVE_INFINITY;
  for (const moment of moments) {
    if (moment.peakMs < from) continue;
    const peak = Math.round(plot.valToPos(moment.peakMs / 1000, "x", true));
    const onset = plot.valToPos(moment.onsetMs / 1000, "x", true);
    ctx.fillStyle = colour;
    ctx.globalAlpha = 0.14;
    ctx.fillRect(onset, bbox.top, Math.max(peak - onset, 0), bbox.height);
    ctx.globalAlpha = 1;
    ctx.fillRect(peak - scale / 2, bbox.top - 4 * scale, 1.5 * scale, bbox.height + 4 * scale);
    // Newest first: where flags would overlap, the older one goes without.
    const label = `#${moment.number}`;
    const labelTo = peak + 6 * scale + ctx.measureText(label).width;
    if (labelTo > labelledTo) continue;
    ctx.fillText(label, peak + 4 * scale, bbox.top - 4 * scale);
    labelledTo = peak;
  }
  ctx.restore();
}

function faded(colour: string): string {
  return `color-mix(in oklch, ${colour} 18%, transparent)`;
}

function short(count: number): string {
  return count >= 1000 ? `${Math.round(count / 100) / 10}K` : String(count);
}
