// How long a stream has been running; only this text changes each second.
import { formatElapsed } from "#core/moments/stream-elapsed.ts";
import { nowMs } from "./now.ts";

/** `offsetMs`: what to add to this device's clock to get the server's. */
export function Elapsed({ fromMs, offsetMs = 0 }: { fromMs: number; offsetMs?: number }) {
  return <>{formatElapsed((nowMs.value + offsetMs - fromMs) / 1000)}</>;
}
