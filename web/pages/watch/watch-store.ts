// Everything the watch page holds: the channel's state, the connection, what is recorded and played, and what a person can do.
import { computed, signal, type ReadonlySignal } from "@preact/signals";
import type { ClipJob, Executor } from "#core/clips/job/clip-job.ts";
import { channelKey } from "#core/channel/channel-ref.ts";
import { type PageMessage, type ServerMessage, serverMessageSchema } from "#core/live/live-message.ts";
import { mayActAs, type Member } from "#core/members/member.ts";
import type { ChannelSettings } from "#core/channel/channel-settings.ts";
import type { Moment } from "#core/moments/moment.ts";
import type { Verdict } from "#core/moments/trigger-weights.ts";
import { changeSettings, type ChannelPage } from "../../api/channel-page.ts";
import type { RelaySettings } from "#core/relay/relay-settings.ts";
import type { ChannelName } from "../../api/channels.ts";
import { postRetry } from "../../api/clip-jobs.ts";
import { judgeMoment } from "../../api/history.ts";
import { getMe } from "../../api/members.ts";
import { tellEnd } from "../../features/clips/tell-end.ts";
import { orSayWhy } from "../../features/form/or-say-why.ts";
import { formatElapsed } from "#core/moments/stream-elapsed.ts";
import { openLiveSocket, type Connection } from "../../api/live-socket.ts";
import { openApprovals, type Approvals } from "./approvals.ts";
import { clipWhatWasSeen } from "./clip-what-was-seen.ts";
import { runEngines, type RunningEngines } from "./run-engines.ts";
import { runFiles, type RunningFiles } from "./run-files.ts";
import { openSilence, type SilenceStore } from "./silence-store.ts";
import { partsOf, type WatchParts } from "./watch-parts.ts";
import { addJob, addMoment, addSettings, applyMessage, startWatching } from "./watch-state.ts";

export interface WatchStore {
  readonly me: Member;
  readonly name: ChannelName;
  /** This load of the page, as the server and other pages know it. */
  readonly pageId: string;
  readonly mayEdit: boolean;
  readonly parts: WatchParts;
  readonly connection: ReadonlySignal<Connection>;
  readonly isLive: ReadonlySignal<boolean>;
  /** Whether there is a picture that could be clipped. */
  readonly canClip: ReadonlySignal<boolean>;
  readonly engines: RunningEngines;
  /** The person's own recordings; null for who makes no clips. */
  readonly ownFiles: RunningFiles | null;
  readonly approvals: Approvals;
  /** Why nothing was found lately. */
  readonly silence: SilenceStore;
  /** The newest moment found while the page is open, in a sentence for who does not look. */
  readonly announcement: ReadonlySignal<string>;
  /** Tries a failed clip again; tells by a toast when that cannot be done. */
  readonly retryJob: (job: ClipJob, executor: Executor) => Promise<void>;
  /** Keeps or discards a moment, or takes the answer back by null; tells by a toast when that cannot be done. */
  readonly judge: (moment: Moment, verdict: Verdict | null) => Promise<void>;
  /** What the server answered to a change made here. */
  readonly setSettings: (settings: ChannelSettings) => void;
  /** Sends the stream through the deployment, or no more; tells by a toast when that cannot be done. */
  readonly setRelay: (relay: RelaySettings) => Promise<void>;
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
  const parts = partsOf(state);
  const isLive = computed(() => parts.session.value !== null && parts.session.value.endedAtMs === null);

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
  const engines = runEngines({ ...parts, isLive, pageId, mayRecord: mayEdit, socket, connection });
  const ownFiles = mayEdit ? runFiles(parts) : null;
  const canClip = computed(
    () =>
      isLive.value &&
      (parts.settings.value.hlsUrl !== null || engines.recorder.value?.toMs != null || ownFiles?.newest() != null),
  );
  const approvals = openApprovals(state);
  const silence = openSilence({ name, ...parts, isLive });

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

  return {
    ...{ me, name, pageId, mayEdit, parts, connection, isLive, canClip },
    ...{ engines, ownFiles, approvals, silence, announcement },
    retryJob: (job, executor) =>
      orSayWhy(async () => {
        const retried = await postRetry(job.jobId, executor);
        state.value = addJob(state.value, retried);
      }),
    judge: (moment, verdict) =>
      orSayWhy(async () => {
        const feedback = await judgeMoment(name, moment.id, verdict);
        state.value = { ...state.value, feedback };
      }),
    setSettings: (settings) => (state.value = addSettings(state.value, settings)),
    setRelay: (relay) =>
      orSayWhy(async () => {
        state.value = addSettings(state.value, await changeSettings(name, { relay }));
      }),
    clipNow: clipWhatWasSeen({
      ...{ name, mayEdit, isLive, canClip, engines, newestFile: () => ownFiles?.newest() ?? null },
      onClip({ moment, job }) {
        state.value = addJob(moment ? addMoment(state.value, moment) : state.value, job);
      },
    }),
    destroy() {
      silence.destroy();
      socket.destroy();
      engines.destroy();
      ownFiles?.destroy();
    },
  };
}
