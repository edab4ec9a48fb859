// The what-if's chart: a session's chat, the moments that the settings would give above it, and what really fired below.
import uPlot from "uplot";
import type { ReplayColumns } from "./replay-columns.ts";

export interface ReplayColours {
  readonly messages: string;
  readonly chatters: string;
  readonly would: string;
  readonly fired: string;
  readonly ink: string;
  readonly grid: string;
}

export interface ReplayMarks {
  /** Peaks, epoch milliseconds. */
  readonly would: readonly number[];
  readonly fired: readonly number[];
}

export interface ReplayChart {
  update(columns: ReplayColumns, marks: ReplayMarks): void;
  resize(): void;
  destroy(): void;
}

/** Steps of the time axis, seconds: its labels have no seconds, so anything finer would say the same twice. */
const timeSteps = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880].map((minutes) => minutes * 60);

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

export function drawReplay(element: HTMLElement, colours: ReplayColours): ReplayChart {
  let marks: ReplayMarks = { would: [], fired: [] };
  const axis = { stroke: colours.ink, font: "11px system-ui, sans-serif", ticks: { show: false } };
  const line = (stroke: string, width: number) => ({
    stroke,
    width,
    scale: "y",
    points: { show: false },
    spanGaps: false,
  });
  const plot = new uPlot(
    {
      ...sizeOf(element),
      padding: [14, 8, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      scales: { x: { time: true }, y: { range: (_plot, _min, max) => [0, Math.max(2, (max ?? 0) * 1.1)] } },
      axes: [
        {
          ...axis,
          size: 22,
          incrs: timeSteps,
          grid: { show: false },
          values: (_plot, at) => at.map((one) => clock.format(one * 1000)),
        },
        { ...axis, scale: "y", size: 34, gap: 4, grid: { stroke: colours.grid, width: 1 } },
      ],
      series: [{}, line(colours.messages, 1.25), line(colours.chatters, 1)],
      hooks: { draw: [(one) => drawMarks(one, marks, colours)] },
    },
    [[], [], []],
    element,
  );
  return {
    update(columns, next) {
      marks = next;
      plot.setData([columns.seconds, columns.messages, columns.chatters]);
    },
    resize: () => plot.setSize(sizeOf(element)),
    destroy: () => plot.destroy(),
  };
}

function sizeOf(element: HTMLElement): { width: number; height: number } {
  return { width: Math.max(element.clientWidth, 100), height: Math.max(element.clientHeight, 60) };
}

/** A line with a flag on top for what would be found, a short mark at the bottom for what was: two shapes, not only two colours. */
function drawMarks(plot: uPlot, { would, fired }: ReplayMarks, colours: ReplayColours): void {
  const { ctx, bbox } = plot;
  const scale = devicePixelRatio;
  ctx.save();
  for (const atMs of would) {
    const x = Math.round(plot.valToPos(atMs / 1000, "x", true));
    ctx.fillStyle = colours.would;
    ctx.fillRect(x - scale, bbox.top - 4 * scale, 2 * scale, bbox.height + 4 * scale);
    ctx.beginPath();
    ctx.moveTo(x - 5 * scale, bbox.top - 12 * scale);
    ctx.lineTo(x + 5 * scale, bbox.top - 12 * scale);
    ctx.lineTo(x, bbox.top - 4 * scale);
    ctx.fill();
  }
  for (const atMs of fired) {
    const x = Math.round(plot.valToPos(atMs / 1000, "x", true));
    ctx.fillStyle = colours.fired;
    ctx.beginPath();
    ctx.arc(x, bbox.top + bbox.height - 6 * scale, 4.5 * scale, 0, 2 * Math.PI);
    ctx.fill();
  }
  ctx.restore();
}
