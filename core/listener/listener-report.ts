// What a listener tells the monitor of a channel. Each may come twice; none may be lost.
import type { Feed, SecondCounts } from "#core/live/live-message.ts";
import type { DetectedMoment } from "#core/moments/moment.ts";
import type { LiveReport } from "#core/session/session-step.ts";

export type ListenerReport =
  | { readonly type: "live"; readonly report: LiveReport }
  /** `id` makes a repeated delivery recognisable. */
  | { readonly type: "moment"; readonly id: string; readonly moment: DetectedMoment }
  /** The counts of one whole minute, summed; `atMs` is its start. */
  | { readonly type: "minute"; readonly counts: SecondCounts; readonly feed: Feed };
