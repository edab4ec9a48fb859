// Arms an object's one alarm for the earliest of several deadlines, and only writes when that changes anything.

/** An alarm fires within this time of being due, or its runtime has lost it, as it may when its process is killed. */
const lostAfterMs = 2_000;

/** Reading the present alarm and writing another are two steps: without turns a later deadline could replace a sooner one. */
const turns = new WeakMap<DurableObjectStorage, Promise<void>>();

/** `null` deadlines are absent. An alarm that is already due sooner stays; one that should have fired is armed again. */
export function armAlarm(storage: DurableObjectStorage, deadlinesMs: readonly (number | null)[]): Promise<void> {
  const turn = (turns.get(storage) ?? Promise.resolve()).then(() => arm(storage, deadlinesMs));
  turns.set(
    storage,
    turn.catch(() => undefined),
  );
  return turn;
}

async function arm(storage: DurableObjectStorage, deadlinesMs: readonly (number | null)[]): Promise<void> {
  const wantedMs = deadlinesMs
    .filter((deadline) => deadline !== null)
    .reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  if (wantedMs === Number.POSITIVE_INFINITY) return;
  const armedMs = await storage.getAlarm();
  const isLost = armedMs !== null && armedMs < Date.now() - lostAfterMs;
  if (armedMs !== null && armedMs <= wantedMs && !isLost) return;
  await storage.setAlarm(Math.min(armedMs ?? wantedMs, wantedMs));
}
