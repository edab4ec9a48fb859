// How long a picture takes from the page to the recorder, measured with a mark that the page itself blinks in the captured part.

/** A change of the mark, and when it was drawn. */
export interface Blink {
  readonly isWhite: boolean;
  readonly drawnAtMs: number;
}

/** What a captured picture shows where the mark is, 0 to 255, and when the picture arrived. */
export interface MarkSeen {
  readonly luma: number;
  readonly arrivedAtMs: number;
}

/** Milliseconds. `latencyMs` is the median, and three of four measurements lie within `errorMs` of it. */
export interface PipelineLatency {
  readonly latencyMs: number;
  readonly errorMs: number;
}

/** Halfway between video black and white. */
const halfLuma = 125;
/** Milliseconds between two blinks. */
export const blinkEveryMs = 200;
/** The mark has the same colour again after two blinks, so a picture that takes longer cannot be told from the next one. */
const longestMs = 2 * blinkEveryMs;
/** Fewer would leave it to chance how the blinks fall between two pictures. */
const leastBlinks = 3;

/** Null when too few blinks were seen to tell. What was there before the first one is not known, so it does not count. */
export function pipelineLatency(blinks: readonly Blink[], seen: readonly MarkSeen[]): PipelineLatency | null {
  const changes = seen.flatMap(({ luma, arrivedAtMs }, index) => {
    const before = seen[index - 1];
    const isWhite = luma > halfLuma;
    return before === undefined || before.luma > halfLuma === isWhite ? [] : [{ isWhite, arrivedAtMs }];
  });
  const latencies = blinks.slice(1).flatMap((blink) => {
    const found = changes.find(
      ({ isWhite, arrivedAtMs }) => arrivedAtMs >= blink.drawnAtMs && isWhite === blink.isWhite,
    );
    const latencyMs = (found?.arrivedAtMs ?? Number.POSITIVE_INFINITY) - blink.drawnAtMs;
    return latencyMs < longestMs ? [latencyMs] : [];
  });
  if (latencies.length < leastBlinks) return null;
  // One that met a busy moment says nothing of the others, so neither is a mean.
  const latencyMs = atShare(latencies, 0.5);
  return {
    latencyMs,
    errorMs: atShare(
      latencies.map((one) => Math.abs(one - latencyMs)),
      0.75,
    ),
  };
}

function atShare(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * share)] ?? 0;
}
