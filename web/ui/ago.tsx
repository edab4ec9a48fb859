// How long ago something was; only this text changes with time.
import { useComputed } from "@preact/signals";
import { formatAgo } from "./format/format-span.ts";
import { nowMs } from "./now.ts";

export function Ago({ atMs }: { atMs: number }) {
  return <>{useComputed(() => formatAgo(atMs, nowMs.value))}</>;
}
