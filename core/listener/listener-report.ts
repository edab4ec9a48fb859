// What a listener tells the monitor of a channel. Each may come twice; none may be lost.
import type { MinuteCounts } from "#core/session/minute-counts.ts";
import type { Feed } from "#core/channel/feed.ts";
import type { DetectedMoment } from "#core/moments/moment.ts";
import type { LiveReport } from "#core/session/session-step.ts";

export type ListenerReport =
  | { readonly type: "live"; readonly report: LiveReport }
  /** `id` makes a repeated delivery recognisable. `excerpt` is what chat said, for the candidate alone. */
  | {
      readonly type: "moment";
      readonly id: string;
      readonly moment: DetectedMoment;
      readonly excerpt?: string | null;
    }
  /** The counts of one minute; a later report of the same minute knows more. */
  | { readonly type: "minute"; readonly minute: MinuteCounts }
  /** How chat reaches us now: when that changes, and once a minute for its figures. */
  | { readonly type: "feed"; readonly feed: Feed };
