// Which moments of other settings are those that really fired.
import type { DetectedMoment } from "#core/moments/moment.ts";

/** Peaks further apart are two moments: other settings see the same burst seconds earlier or later, not minutes. */
const sameMs = 60_000;

export interface ComparedMoment {
  readonly moment: DetectedMoment;
  /** `both`: found and fired. `lost`: fired, and not found with these settings. `unknown`: nobody knows what fired. */
  readonly mark: "both" | "new" | "lost" | "unknown";
}

/** In order of time. Nothing that fired stands for two that would be found; nearest to nearest. */
export function compareMoments(
  found: readonly DetectedMoment[],
  fired: readonly DetectedMoment[] | null,
): ComparedMoment[] {
  if (fired === null) return inOrder(found.map((moment) => ({ moment, mark: "unknown" })));
  const pairs = found
    .flatMap((would) =>
      fired.filter((did) => apartMs(would, did) < sameMs).map((did) => ({ would, did, apartMs: apartMs(would, did) })),
    )
    .sort((a, b) => a.apartMs - b.apartMs);
  const paired = new Set<DetectedMoment>();
  for (const { would, did } of pairs) {
    if (!paired.has(would) && !paired.has(did)) paired.add(would).add(did);
  }
  return inOrder([
    ...found.map((moment): ComparedMoment => ({ moment, mark: paired.has(moment) ? "both" : "new" })),
    ...fired.filter((moment) => !paired.has(moment)).map((moment): ComparedMoment => ({ moment, mark: "lost" })),
  ]);
}

function apartMs(one: DetectedMoment, other: DetectedMoment): number {
  return Math.abs(one.peakMs - other.peakMs);
}

function inOrder(compared: ComparedMoment[]): ComparedMoment[] {
  return compared.sort((a, b) => a.moment.peakMs - b.moment.peakMs);
}
