// Scripted chats for the detector's tests, in the words of the trade: steady chat, a burst, a flood.
import type { ChannelAlert, ChatMessage } from "#core/chat/chat-event.ts";
import type { DetectedMoment } from "#core/moments/moment.ts";
import { defaultDetectionSettings, type DetectionSettings } from "#core/detection/detection-settings.ts";
import { observe, type DetectorInput } from "#core/detection/detector.ts";
import { createDetectorState, type DetectorState } from "#core/detection/detector-state.ts";

/** A round time far from zero, at a ten-second boundary. */
export const startMs = 1_700_000_000_000;
/** `at(90)`: ninety seconds into the trace. */
export const at = (seconds: number): number => startMs + seconds * 1000;

let ids = 0;

export function message(
  seconds: number,
  text: string,
  chatter = "somebody",
  rest: Partial<ChatMessage> = {},
): ChatMessage {
  return {
    type: "message",
    id: `m${++ids}`,
    sentAtMs: Math.round(at(seconds)),
    chatterId: chatter,
    chatterLogin: chatter,
    text,
    emotes: [],
    isFromSharedChat: false,
    ...rest,
  };
}

export function alert(seconds: number, kind: ChannelAlert["kind"], amount: number): ChannelAlert {
  return { type: "alert", id: `a${++ids}`, sentAtMs: at(seconds), kind, amount, chatterId: "giver" };
}

export interface Chat {
  readonly from?: number;
  readonly text?: string;
  /** How many different people take turns. */
  readonly people?: number;
  readonly name?: string;
  readonly rest?: Partial<ChatMessage>;
}

/** `seconds` of chat at `rate` messages a second, evenly spread, small talk by default. */
export function steadyChat(seconds: number, rate: number, chat: Chat = {}): ChatMessage[] {
  const { from = 0, text = "and then we went home", people = 200, name = "viewer", rest = {} } = chat;
  return Array.from({ length: Math.round(seconds * rate) }, (_, index) =>
    message(from + index / rate, text, `${name}${index % people}`, rest),
  );
}

/** Many people shouting at once for eight seconds, as after a goal. */
export function burst(from: number, rate = 12, chat: Chat = {}): ChatMessage[] {
  return steadyChat(8, rate, { text: "WHAT A SHOT!!", people: 1000, name: "fan", ...chat, from });
}

/** Twenty minutes of small talk: enough of a normal for the adaptive profile. */
export function knownChannel(rate = 1): ChatMessage[] {
  return steadyChat(1200, rate);
}

export function inOrder<T extends { readonly sentAtMs: number }>(...traces: readonly (readonly T[])[]): T[] {
  return traces.flat().toSorted((a, b) => a.sentAtMs - b.sentAtMs);
}

export function ticks(fromSeconds: number, toSeconds: number, everySeconds = 1): DetectorInput[] {
  const count = Math.floor((toSeconds - fromSeconds) / everySeconds) + 1;
  return Array.from({ length: count }, (_, index) => ({ type: "tick", nowMs: at(fromSeconds + index * everySeconds) }));
}

export function polls(fromSeconds: number, counts: readonly number[], everySeconds = 10): DetectorInput[] {
  return counts.map((count, index) => ({ type: "viewers", atMs: at(fromSeconds + index * everySeconds), count }));
}

export const seedSettings: DetectionSettings = { ...defaultDetectionSettings, profile: "seed" };
export const adaptiveSettings: DetectionSettings = defaultDetectionSettings;

export function observeAll(
  state: DetectorState,
  inputs: readonly DetectorInput[],
  settings: DetectionSettings,
): DetectedMoment[] {
  return inputs.flatMap((input) => [...observe(state, input, settings)]);
}

/** The moments of a whole trace, with the minute after it, in which whatever was pending ends. */
export function momentsIn(inputs: readonly DetectorInput[], settings: DetectionSettings): DetectedMoment[] {
  const state = createDetectorState();
  const moments = observeAll(state, inputs, settings);
  const endMs = Math.max(...inputs.map(timeOf));
  const after = ticks((endMs - startMs) / 1000 + 1, (endMs - startMs) / 1000 + 60);
  return [...moments, ...observeAll(state, after, settings)];
}

function timeOf(input: DetectorInput): number {
  switch (input.type) {
    case "message":
    case "alert":
      return input.sentAtMs;
    case "viewers":
      return input.atMs;
    case "tick":
      return input.nowMs;
    case "second":
      return input.second.second * 1000;
    case "gap":
      return input.toMs;
  }
}

/** What a person would compare: seconds into the trace and the kinds of triggers. */
export function summary(moments: readonly DetectedMoment[]): { peak: number; triggers: string[]; profile: string }[] {
  return moments.map(({ peakMs, triggers, profile }) => ({
    peak: Math.round((peakMs - startMs) / 1000),
    triggers: triggers.map(({ type }) => type).toSorted(),
    profile,
  }));
}
