// The rolling baseline of viewer counts, and how far the newest count stands above it.

export interface ViewerSample {
  readonly atMs: number;
  readonly count: number;
}

// Fifteen minutes of polls every ten seconds: on Kick five distinct counts take about five of them.
const maxSamples = 90;

/** Adds a poll in place. Polls out of order are dropped: a viewer count is a state, and the newer one is known. */
export function addViewerSample(samples: ViewerSample[], sample: ViewerSample): boolean {
  const newest = samples.at(-1);
  if (newest && sample.atMs <= newest.atMs) return false;
  samples.push(sample);
  if (samples.length > maxSamples) samples.shift();
  return true;
}

/**
 * The mean of the polls before the newest: over `baselineSeconds`, and further back until `distinctSamples` different
 * counts are in it, because a platform that refreshes once a minute repeats one count six times. A count that has not
 * changed in all that is kept is as well known as one can be.
 * @returns null before `baselineSeconds` of polls and as many polls as `distinctSamples` exist.
 */
export function viewerBaseline(
  samples: readonly ViewerSample[],
  baselineSeconds: number,
  distinctSamples: number,
): number | null {
  const newest = samples.at(-1);
  if (!newest) return null;
  let sum = 0;
  let taken = 0;
  let distinct = 0;
  let reachesBack = false;
  let later: number | null = null;
  for (const sample of samples.slice(0, -1).toReversed()) {
    if (reachesBack && distinct >= distinctSamples) break;
    if (sample.count !== later) distinct++;
    later = sample.count;
    sum += sample.count;
    taken++;
    reachesBack = newest.atMs - sample.atMs >= baselineSeconds * 1000;
  }
  return reachesBack && taken >= distinctSamples ? sum / taken : null;
}
