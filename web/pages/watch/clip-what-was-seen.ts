// Clips the last half minute a person has seen, and says by a toast how that went.
import type { ReadonlySignal } from "@preact/signals";
import type { TimeRange } from "#core/moments/moment.ts";
import { clipNow } from "../../api/channel-page.ts";
import type { ChannelName } from "../../api/channels.ts";
import { orSayWhy } from "../../features/form/or-say-why.ts";
import { formatSpan } from "../../ui/format/format-span.ts";
import { toast } from "../../ui/toasts.tsx";
import { clipNowRange, isSameClip } from "./clip-now-range.ts";
import type { RunningEngines } from "./run-engines.ts";

interface Options {
  readonly name: ChannelName;
  readonly mayEdit: boolean;
  readonly isLive: ReadonlySignal<boolean>;
  readonly canClip: ReadonlySignal<boolean>;
  readonly engines: Pick<RunningEngines, "recorder" | "playingMs">;
  /** What a person's own file holds of now; for a page that records nothing itself. */
  readonly newestFile: () => TimeRange | null;
  /** What the server made of it. */
  readonly onClip: (made: Awaited<ReturnType<typeof clipNow>>) => void;
}

/** Returns what a press of the button does: one clip at a time, and none of what is being clipped already. */
export function clipWhatWasSeen({
  name,
  mayEdit,
  isLive,
  canClip,
  engines,
  newestFile,
  onClip,
}: Options): () => Promise<void> {
  let isClipping = false;
  let lastClip: TimeRange | null = null;
  return async () => {
    if (!mayEdit || isClipping) return;
    if (!canClip.value) {
      toast(isLive.value ? "There is nothing to clip yet: nothing is recorded." : "The channel is offline.", "bad");
      return;
    }
    const recorded = engines.recorder.value;
    const playingMs = engines.playingMs();
    const held = recorded?.toMs == null ? newestFile() : recorded;
    const { fromMs = null, toMs = null } = held ?? {};
    const gaps = recorded?.gaps ?? [];
    const range = clipNowRange({ playingMs, fromMs, toMs, gaps });
    if (range === null) {
      toast("There is nothing to clip yet: a few seconds of the stream must have played.", "bad");
      return;
    }
    if (isSameClip(range, lastClip)) {
      toast("That is being clipped already.");
      return;
    }
    isClipping = true;
    await orSayWhy(async () => {
      onClip(await clipNow(name, range));
      lastClip = range;
      const span = formatSpan(range.toMs - range.fromMs);
      toast(playingMs === null ? `Clipping the last ${span} that were recorded.` : `Clipping the last ${span}.`);
    });
    isClipping = false;
  };
}
