// Arms an object's one alarm for the earliest of several deadlines, and only writes when that changes anything.

/** `null` deadlines are absent. An alarm that is already due sooner stays. */
export async function armAlarm(storage: DurableObjectStorage, deadlinesMs: readonly (number | null)[]): Promise<void> {
  const wantedMs = deadlinesMs
    .filter((deadline) => deadline !== null)
    .reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  if (wantedMs === Number.POSITIVE_INFINITY) return;
  const armedMs = await storage.getAlarm();
  if (armedMs !== null && armedMs <= wantedMs) return;
  await storage.setAlarm(wantedMs);
}
