// The shape of a chat's reaction to the picture: silence for the stream's delay, a steep rise, a slower end.

/** From the picture to the first reactions: what a viewer sees late plus what it takes to type. */
export const REACTION_LAG_MS = 6000;
export const RISE_MS = 6000;
export const DECAY_MS = 12_000;
export const REACTION_MS = RISE_MS + DECAY_MS;

/** Reactions a second, `t` milliseconds after the first; at most `peak`. */
export function reactionRate(tMs: number, peak: number): number {
  if (tMs < 0 || tMs >= REACTION_MS) return 0;
  if (tMs < RISE_MS) return peak * (tMs / RISE_MS) ** 1.3;
  return peak * (1 - (tMs - RISE_MS) / DECAY_MS) ** 1.6;
}

/**
 * When each reaction is sent, epoch milliseconds, oldest first. The peak is between 12 and 15 messages a second.
 *
 * The rate is walked in steps of 50 ms and a message is sent whenever one more has come together, moved by a little
 * chance: the shape stays clear and no two events are alike.
 */
export function reactionTimes(random: () => number, startMs: number): number[] {
  const peak = 12 + 3 * random();
  const times: number[] = [];
  let due = random();
  for (let t = 0; t < REACTION_MS; t += 50) {
    due += (reactionRate(t, peak) * 50) / 1000;
    if (due < 1) continue;
    due -= 1;
    times.push(Math.round(startMs + t + random() * 150));
  }
  return times.sort((a, b) => a - b);
}
