// The id of a detected moment: the same peak found again after a restart has the same id, and is the same moment.
import type { DetectedMoment } from "#core/moments/moment.ts";

export function momentId(channelId: string, moment: Pick<DetectedMoment, "peakMs" | "triggers">): string {
  return `${channelId}-${Math.floor(moment.peakMs / 1000)}-${moment.triggers[0]?.type ?? "none"}`;
}
