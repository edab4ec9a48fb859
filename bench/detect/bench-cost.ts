// What detection costs: messages a second of one core beside counting by arrays, and bytes of a channel after a day.
import { performance } from "node:perf_hooks";
import { gzipSync } from "node:zlib";
import type { ChatMessage } from "#core/chat/chat-event.ts";
import { countChat } from "#core/detection/count-chat.ts";
import { defaultDetectionSettings } from "#core/detection/detection-settings.ts";
import { observe } from "#core/detection/detector.ts";
import { createDetectorState } from "#core/detection/detector-state.ts";
import { encodeDetectorState } from "#core/detection/encode-state.ts";
import { replay } from "#core/detection/replay.ts";
import type { Row } from "../row.ts";
import { arrayAndFilter } from "./array-and-filter.ts";
import { scriptedChat } from "./scripted-chat.ts";

/** Chats of a small, a lively and a very large channel. */
const rates = [1, 10, 100];
const messagesPerRun = 30_000;
const runs = 9;
const dayMessagesPerSecond = 2;

export function benchCost(): Row[] {
  const rows: Row[] = [];
  for (const rate of rates) {
    const messages = [...scriptedChat(messagesPerRun / rate, rate)];
    const [value = 0, baseline = 0] = fastest(messages, [detect, arrayAndFilter]);
    const suffix = rate === 10 ? "" : `.chat_${rate}`;
    rows.push({
      key: `detect.messages_per_second${suffix}`,
      value,
      unit: "messages a second",
      baseline,
      ratio: value / baseline,
    });
  }
  return [...rows, ...dayRows()];
}

function detect(messages: readonly ChatMessage[]): void {
  const state = createDetectorState();
  for (const message of messages) observe(state, message, defaultDetectionSettings);
}

/**
 * Messages a second of each way, taken in turns so that a busy machine is unfair to none; the fastest run counts,
 * because everything that disturbs a run makes it slower.
 */
function fastest(
  messages: readonly ChatMessage[],
  ways: readonly ((messages: readonly ChatMessage[]) => void)[],
): number[] {
  const best = ways.map(() => Infinity);
  for (let index = 0; index < runs; index++) {
    for (const [at, way] of ways.entries()) {
      const startedAt = performance.now();
      way(messages);
      best[at] = Math.min(best[at] ?? Infinity, performance.now() - startedAt);
    }
  }
  return best.map((ms) => messages.length / (ms / 1000));
}

function dayRows(): Row[] {
  const day = 86_400;
  const state = createDetectorState();
  for (const message of scriptedChat(day, dayMessagesPerSecond)) observe(state, message, defaultDetectionSettings);
  const kept = countChat([...scriptedChat(day, dayMessagesPerSecond)], defaultDetectionSettings);
  const json = JSON.stringify(kept);
  const sixHours = kept.filter(([second]) => second < (kept[0]?.[0] ?? 0) + 6 * 3600);
  const startedAt = performance.now();
  replay(sixHours, defaultDetectionSettings);
  const replayMs = performance.now() - startedAt;
  const plain = (key: string, value: number, unit: string): Row => ({ key, value, unit, baseline: null, ratio: null });
  return [
    plain("detect.bytes_per_channel_24h", Buffer.byteLength(encodeDetectorState(state)), "bytes"),
    plain("detect.kept_bytes_24h", Buffer.byteLength(json), "bytes"),
    plain("detect.kept_bytes_24h_gzip", gzipSync(json).length, "bytes"),
    plain("detect.replay_6h_ms", replayMs, "ms"),
  ];
}
