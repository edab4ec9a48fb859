// The bar under a picture: everything that is kept, how chat ran over it, what is missing, and where one is. A press leads
// there; so do the keys of a slider.
import { useComputed, useSignal, type ReadonlySignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import type { SecondCounts } from "#core/channel/second-counts.ts";
import { formatClock } from "../../ui/format/format-clock.ts";
import { formatSpan } from "../../ui/format/format-span.ts";
import { longStepMs, stepFrom, stepMs, isAtLiveEdge } from "./rewind-step.ts";
import { chatCurve, fractionAt, momentMarksOf, stretchesOf, timeAt, wordsAt, type Timeline } from "./timeline-view.ts";
import "./rewind-bar.css";

export interface RewindBarProps {
  readonly timeline: ReadonlySignal<Timeline>;
  readonly counts: ReadonlySignal<readonly SecondCounts[]>;
  /** Event time of the picture on screen; null before the first. */
  readonly playingMs: ReadonlySignal<number | null>;
  /** Leads to the picture of a time. */
  readonly onSeek: (atMs: number) => void;
  /** Leads to the newest picture; null where nothing is added any more. */
  readonly onLive: (() => void) | null;
  /** Facts beside the buttons. */
  readonly children?: ComponentChildren;
}

export function RewindBar({ timeline, counts, playingMs, onSeek, onLive, children }: RewindBarProps) {
  const curve = useComputed(() => chatCurve(timeline.value.range, counts.value));
  const { range, gaps } = timeline.value;
  const playing = playingMs.value;
  const isLive = onLive !== null && isAtLiveEdge(range, playing);
  const step = (byMs: number) => onSeek(stepFrom({ range, gaps, playingMs: playing ?? range.toMs }, byMs));
  return (
    <section class="rewind" aria-label="Position">
      <div class="timeline">
        <svg class="timeline-curve" viewBox="0 0 1000 100" preserveAspectRatio="none" aria-hidden="true">
          <path d={curve.value} />
        </svg>
        {stretchesOf(timeline.value).map(({ kind, left, width, words }) => (
          <span key={`${kind} ${left}`} class={`timeline-stretch ${kind}`} style={placed(left, width)} title={words} />
        ))}
        <Track {...{ timeline, playing, isLive, step, onSeek, onLive }} />
        {momentMarksOf(timeline.value).map(({ id, atMs, left, words }) => (
          <button
            key={id}
            type="button"
            class="timeline-moment"
            style={placed(left)}
            title={words}
            aria-label={`Moment at ${words}`}
            tabIndex={-1}
            onClick={() => onSeek(atMs - stepMs)}
          />
        ))}
      </div>
      <div class="rewind-row">
        <button type="button" class="button compact" title="Back 10 s (←)" onClick={() => step(-stepMs)}>
          −10 s
        </button>
        <button
          type="button"
          class="button compact"
          title="Forward 10 s (→)"
          disabled={isLive}
          onClick={() => step(stepMs)}
        >
          +10 s
        </button>
        {onLive !== null && (
          <button
            type="button"
            class="button compact"
            title="To the newest picture (L)"
            disabled={isLive}
            onClick={onLive}
          >
            <span class={`dot ${isLive ? "live" : ""}`} aria-hidden="true" />{" "}
            {isLive ? "At the live edge" : "Back to live"}
          </button>
        )}
        <span class="rewind-time">
          {playing === null ? "" : placeWords(range.toMs, playing, isLive, onLive !== null)}
        </span>
        {children}
      </div>
    </section>
  );
}

interface TrackProps extends Pick<RewindBarProps, "timeline" | "onSeek" | "onLive"> {
  readonly playing: number | null;
  readonly isLive: boolean;
  readonly step: (byMs: number) => void;
}

function Track({ timeline, playing, isLive, step, onSeek, onLive }: TrackProps) {
  const track = useRef<HTMLDivElement>(null);
  const pointed = useSignal<number | null>(null);
  const { range } = timeline.value;
  const point = (event: PointerEvent) => {
    const { left = 0, width = 1 } = track.current?.getBoundingClientRect() ?? {};
    return (pointed.value = Math.min(1, Math.max(0, (event.clientX - left) / Math.max(1, width))));
  };
  const press = (event: KeyboardEvent) => {
    const keys: Record<string, () => void> = {
      ArrowLeft: () => step(-stepMs),
      ArrowDown: () => step(-stepMs),
      ArrowRight: () => step(stepMs),
      ArrowUp: () => step(stepMs),
      PageDown: () => step(-longStepMs),
      PageUp: () => step(longStepMs),
      Home: () => onSeek(range.fromMs),
      End: () => (onLive === null ? onSeek(range.toMs) : onLive()),
    };
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
    if (act === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.shiftKey && event.key === "ArrowLeft") step(-longStepMs);
    else if (event.shiftKey && event.key === "ArrowRight") step(longStepMs);
    else act();
  };
  const at = playing ?? range.toMs;
  const under = pointed.value;
  return (
    <div
      ref={track}
      class="timeline-track"
      role="slider"
      tabIndex={0}
      aria-label="Position in what is kept"
      aria-valuemin={0}
      aria-valuemax={Math.round((range.toMs - range.fromMs) / 1000)}
      aria-valuenow={Math.round(Math.min(Math.max(at, range.fromMs), range.toMs) / 1000 - range.fromMs / 1000)}
      aria-valuetext={isLive ? "live" : `${wordsAt(timeline.value, at)}, ${formatSpan(range.toMs - at)} before the end`}
      onKeyDown={press}
      onPointerMove={point}
      onPointerLeave={() => (pointed.value = null)}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        track.current?.setPointerCapture(event.pointerId);
        point(event);
      }}
      onPointerUp={(event) => {
        if (event.button === 0) onSeek(timeAt(range, point(event)));
        if (event.pointerType !== "mouse") pointed.value = null;
      }}
    >
      <span class="timeline-played" style={placed(0, fractionAt(range, at))} />
      <span class="timeline-playhead" style={placed(fractionAt(range, at))} />
      {under !== null && (
        <>
          <span class="timeline-pointer" style={placed(under)} />
          <span class={`timeline-bubble ${under > 0.5 ? "before" : ""}`} style={placed(under)} aria-hidden="true">
            {wordsAt(timeline.value, timeAt(range, under))}
          </span>
        </>
      )}
    </div>
  );
}

function placeWords(toMs: number, playingMs: number, isLive: boolean, isGrowing: boolean): string {
  const clock = formatClock(playingMs);
  return isLive || !isGrowing ? clock : `${clock}, ${formatSpan(toMs - playingMs)} behind`;
}

function placed(left: number, width?: number) {
  return { left: `${left * 100}%`, ...(width !== undefined && { width: `${width * 100}%` }) };
}
