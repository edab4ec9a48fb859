// Everything the watch page holds: the channel's state, the connection, what is recorded and played, and what a person can do.
import { computed, signal, type ReadonlySignal, type Signal } from "@preact/signals";
import type { ClipJob, Executor } from "#core/clips/job/clip-job.ts";
import { channelKey } from "#core/channel/channel-ref.ts";
import { type PageMessage, type ServerMessage, serverMessageSchema } from "#core/live/live-message.ts";
import { mayActAs, type Member } from "#core/members/member.ts";
import type { TimeRange } from "#core/moments/moment.ts";
import { clipNow, type ChannelPage } from "../../api/channel-page.ts";
import type { ChannelName } from "../../api/channels.ts";
import { postRetry } from "../../api/clip-jobs.ts";
import { getMe } from "../../api/members.ts";
import { sentenceOf } from "../../api/request.ts";
import { tellEnd } from "../../features/clips/tell-end.ts";
import { toast } from "../../ui/toasts.tsx";
import { formatElapsed } from "#core/moments/stream-elapsed.ts";
import { formatSpan } from "../../ui/format/format-span.ts";
import { openLiveSocket, type Connection } from "../../api/live-socket.ts";
import { openApprovals, type Approvals } from "./approvals.ts";
import { clipNowRange, isSameClip } from "./clip-now-range.ts";
import { runEngines, type RunningEngines } from "./run-engines.ts";
import { addJob, addMoment, applyMessage, startWatching, type WatchState } from "./watch-state.ts";

export interface WatchStore {
  readonly me: Member;
  readonly name: ChannelName;
  /** This load of the page, as the server and other pages know it. */
  readonly pageId: string;
  readonly mayEdit: boolean;
  readonly state: Signal<WatchState>;
  readonly connection: ReadonlySignal<Connection>;
  readonly isLive: ReadonlySignal<boolean>;
  /** Whether there is a picture that could be clipped. */
  readonly canClip: ReadonlySignal<boolean>;
  readonly engines: RunningEngines;
  readonly approvals: Approvals;
  /** The newest moment found while the page is open, in a sentence for who does not look. */
  readonly announcement: ReadonlySignal<string>;
  /** Tries a failed clip again; tells by a toast when that cannot be done. */
  readonly retryJob: (job: ClipJob, executor: Executor) => Promise<void>;
  /** Clips what was just seen; tells by a toast how that went. */
  readonly clipNow: () => Promise<void>;
  readonly destroy: () => void;
}

export function openWatchStore(me: Member, name: ChannelName, page: ChannelPage): WatchStore {
  const pageId = crypto.randomUUID();
  const mayEdit = mayActAs(me.role, "editor");
  const state = signal(startWatching(page));
  const connection = signal<Connection>("connecting");
  const announcement = signal("");
  const isLive = computed(() => state.value.session !== null && state.value.session.endedAtMs === null);
  const canClip = computed(() => isLive.value && state.value.settings.hlsUrl !== null);

  const socket = openLiveSocket<ServerMessage, PageMessage>({
    party: "channel-monitor",
    room: channelKey(page.channel),
    pageId,
    schema: serverMessageSchema,
    onMessage: receive,
    onConnection: (next) => (connection.value = next),
    // Whoever is no longer signed in is led to the sign-in page by the answer to this.
    onRepeatedFailure: () => void getMe().catch(() => undefined),
  });
  const engines = runEngines({ state, isLive, pageId, mayRecord: mayEdit, socket, connection });
  const approvals = openApprovals(state);

  function receive(message: ServerMessage) {
    const before = state.value;
    state.value = applyMessage(before, message, Date.now());
    if (message.type === "moment" && !before.moments.some((one) => one.id === message.moment.id)) {
      const { streamElapsedSeconds, explanation } = message.moment;
      announcement.value = `New moment at ${formatElapsed(streamElapsedSeconds)}. ${explanation}`;
    }
    if (message.type === "job") {
      tellEnd(
        before.jobs.find(({ jobId }) => jobId === message.job.jobId),
        message.job,
      );
    }
  }

  let isClipping = false;
  let lastClip: TimeRange | null = null;
  async function clip(): Promise<void> {
    if (!mayEdit || isClipping) return;
    if (!canClip.value) {
      toast(isLive.value ? "There is nothing to clip without the stream's address." : "The channel is offline.", "bad");
      return;
    }
    const recorded = engines.recorder.value;
    const playingMs = engines.playingMs();
    const range = clipNowRange({
      playingMs,
      fromMs: recorded?.fromMs ?? null,
      toMs: recorded?.toMs ?? null,
      gaps: recorded?.gaps ?? [],
    });
    if (range === null) {
      toast("There is nothing to clip yet: a few seconds of the stream must have played.", "bad");
      return;
    }
    if (isSameClip(range, lastClip)) {
      toast("That is being clipped already.");
      return;
    }
    isClipping = true;
    try {
      const made = await clipNow(name, range);
      const withMoment = made.moment ? addMoment(state.value, made.moment) : state.value;
      state.value = addJob(withMoment, made.job);
      lastClip = range;
      const span = formatSpan(range.toMs - range.fromMs);
      toast(playingMs === null ? `Clipping the last ${span} that were recorded.` : `Clipping the last ${span}.`);
    } catch (error) {
      toast(sentenceOf(error), "bad");
    } finally {
      isClipping = false;
    }
  }

  return {
    me,
    name,
    pageId,
    mayEdit,
    state,
    connection,
    isLive,
    canClip,
    engines,
    approvals,
    announcement,
    async retryJob(job, executor) {
      try {
        const retried = await postRetry(job.jobId, executor);
        state.value = addJob(state.value, retried);
      } catch (error) {
        toast(sentenceOf(error), "bad");
      }
    },
    clipNow: clip,
    destroy() {
      socket.destroy();
      engines.destroy();
    },
  };
}
