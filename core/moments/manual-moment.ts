// The moment a person makes by asking for a clip now.
import type { DetectedMoment, TimeRange } from "#core/moments/moment.ts";

export function manualMoment(range: TimeRange, by: string, nowMs: number, viewerCount: number | null): DetectedMoment {
  return {
    onsetMs: range.fromMs,
    peakMs: range.toMs,
    detectedMs: nowMs,
    score: 1,
    triggers: [
      {
        type: "manual",
        atMs: nowMs,
        windowSeconds: (range.toMs - range.fromMs) / 1000,
        value: 1,
        baseline: null,
        ratio: null,
        unit: "request",
        term: null,
      },
    ],
    profile: "manual",
    explanation: `${by} asked for this clip.`,
    viewerCount,
  };
}
