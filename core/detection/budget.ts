// Holds the detector to a number of alarms an hour: every alarm raises the threshold, time lowers it again.
import type { AdaptiveSettings } from "./detection-settings.ts";

/** Where a channel nobody knows yet starts: lower for a larger budget. */
export function startThreshold(settings: AdaptiveSettings): number {
  const doublings = Math.log2(settings.alarmsPerHour / 4);
  return bounded(settings.startThreshold - settings.startThresholdPerDoubling * doublings, settings);
}

/** The threshold a second later. It sinks by as much in an hour as the budget's alarms raise it. */
export function thresholdAfterSecond(threshold: number, settings: AdaptiveSettings): number {
  return bounded(threshold - (alarmStep(settings) * settings.alarmsPerHour) / 3600, settings);
}

export function thresholdAfterAlarm(threshold: number, settings: AdaptiveSettings): number {
  return bounded(threshold + alarmStep(settings), settings);
}

/**
 * Whether another moment may be told. However strong the chat is, an hour brings at most three times the budget, so that
 * a lively hour can borrow from quiet ones, and at least four: the threshold alone cannot hold a channel whose every burst
 * is far above it.
 */
export function hasRoom(
  momentSeconds: readonly number[],
  second: number,
  { alarmsPerHour }: AdaptiveSettings,
): boolean {
  const toldThisHour = momentSeconds.filter((told) => Math.abs(second - told) < 3600).length;
  return toldThisHour < Math.max(4, 3 * alarmsPerHour);
}

/** Below four an hour each alarm moves the threshold by more, because there are fewer of them to find its place with. */
function alarmStep({ controllerGain, alarmsPerHour }: AdaptiveSettings): number {
  return controllerGain * Math.max(1, 4 / alarmsPerHour);
}

function bounded(threshold: number, { thresholdFloor, thresholdCeiling }: AdaptiveSettings): number {
  return Math.min(Math.max(threshold, thresholdFloor), Math.max(thresholdFloor, thresholdCeiling));
}
