// The worker's side of a tab capture: encodes one share after another into the open recording, and tells what it sees.
import { see, sightView, startSight } from "#core/capture/capture-sight.ts";
import { pipelineLatency, type MarkSeen } from "#core/capture/pipeline-latency.ts";
import type { ShareDelay, ShareWork } from "./capture.types.ts";
import { encodeShare } from "./encode-share.ts";
import type { EncodedGroup } from "./encoded-group.ts";

/** Where groups are kept. */
export interface GroupStore {
  /** Resolves once the group is on disk, or is known not to get there. `isFirst`: the first of a share. */
  add(group: EncodedGroup, isFirst: boolean): Promise<void>;
}

/** Taken when the mark was not seen: what is usual on a computer that is not busy. */
const usualPipelineMs = 40;
/** Twenty seconds that a disk does not take: more would only fill the memory. */
const maxWaitingGroups = 10;

export function createShareRecorder(store: GroupStore): ShareWork {
  let delay: ShareDelay = { broadcastMs: 0, clockMs: 0 };
  let pipelineMs = usualPipelineMs;
  let marks: MarkSeen[] = [];
  let endMeasuring = () => {};

  return {
    async share(share, startDelay, onSight) {
      delay = startDelay;
      pipelineMs = usualPipelineMs;
      marks = [];
      const { promise: measured, resolve } = Promise.withResolvers<void>();
      endMeasuring = resolve;
      const { promise: broken, reject } = Promise.withResolvers<never>();
      let sight = startSight(Date.now());
      let written = Promise.resolve();
      let waiting = 0;
      let isFirst = true;
      const keep = (group: EncodedGroup) => {
        if (waiting >= maxWaitingGroups) return;
        waiting += 1;
        const first = isFirst;
        isFirst = false;
        written = written.then(() => store.add(group, first)).finally(() => (waiting -= 1));
        written.catch(reject);
      };
      const encoded = encodeShare(share, {
        measured,
        behind: () => ({ pipelineMs, ...delay }),
        onGroup: keep,
        onMark: (mark) => void marks.push(mark),
        onLook({ picture, peak, frames, ...look }) {
          const atMs = Date.now();
          sight = see(sight, { atMs, picture, peak: share.sounds === null ? null : peak });
          const view = sightView(sight, atMs);
          onSight({ ...look, ...view, framesPerSecond: frames, thumbnail: picture?.thumbnail ?? null });
        },
      });
      await Promise.race([encoded, broken]);
      await written;
    },
    blinked(blinks) {
      const latency = pipelineLatency(blinks, marks);
      pipelineMs = latency?.latencyMs ?? usualPipelineMs;
      marks = [];
      endMeasuring();
      return Promise.resolve(latency);
    },
    setDelay: (next) => void (delay = next),
  };
}
