// What the dashboard knows, kept fresh by the live socket, and what a person can do there.
import { computed, signal, type ReadonlySignal, type Signal } from "@preact/signals";
import type { ConnectedAccount } from "#core/accounts/connected-account.ts";
import type { Candidate } from "#core/clips/candidate/candidate.ts";
import { applyCandidate } from "#core/clips/candidate/pending-candidates.ts";
import type { ClipFlags } from "#core/clips/board/clip-flags.ts";
import type { ClipJob, Executor } from "#core/clips/job/clip-job.ts";
import { type BoardMessage, boardMessageSchema } from "#core/live/board-message.ts";
import type { Member } from "#core/members/member.ts";
import { postApproval, patchCandidate, postRejection } from "../../api/action-queue.ts";
import { postRetry } from "../../api/clip-jobs.ts";
import { failed, loaded, type Loadable } from "../../api/loadable.ts";
import { getMe } from "../../api/members.ts";
import { pollWhileVisible } from "../../api/poll-while-visible.ts";
import { sentenceOf } from "../../api/request.ts";
import { getStatus, type Status } from "../../api/status.ts";
import type { CandidateEdit } from "#core/clips/candidate/candidate-step.ts";
import { tellEnd } from "../../features/clips/tell-end.ts";
import { orSayWhy } from "../../features/form/or-say-why.ts";
import { openLiveSocket, type Connection } from "../../api/live-socket.ts";
import { addBoardJob, applyBoardMessage, type BoardState } from "./board-state.ts";

export interface DashboardStore {
  readonly me: ReadonlySignal<Loadable<Member>>;
  /** Parts of the board, so that a section is drawn anew only when its own part changes. Null before the first snapshot. */
  readonly channels: ReadonlySignal<BoardState["channels"] | null>;
  readonly candidates: ReadonlySignal<BoardState["candidates"] | null>;
  readonly jobs: ReadonlySignal<BoardState["jobs"] | null>;
  readonly flags: ReadonlySignal<ClipFlags | null>;
  readonly accounts: ReadonlySignal<BoardState["accounts"] | null>;
  readonly setAside: ReadonlySignal<BoardState["setAside"] | null>;
  /** Why there is no board yet. */
  readonly boardProblem: ReadonlySignal<string | null>;
  readonly connection: ReadonlySignal<Connection>;
  /** From the database, which may be away while everything else works. */
  readonly status: ReadonlySignal<Loadable<Status>>;
  /** Tries the live connection again now. */
  readonly reconnect: () => void;
  readonly refreshStatus: () => void;
  readonly approve: (candidate: Candidate) => Promise<void>;
  readonly reject: (candidate: Candidate) => Promise<void>;
  /** Throws what the server says against it. */
  readonly edit: (candidate: Candidate, change: CandidateEdit) => Promise<void>;
  readonly retry: (job: ClipJob, executor: Executor) => Promise<void>;
  /** What the server answered to a change made here. */
  readonly setFlags: (flags: ClipFlags) => void;
  readonly setAccount: (account: ConnectedAccount) => void;
  readonly forgetAccount: (account: ConnectedAccount) => void;
  readonly destroy: () => void;
}

/** The database is written through a queue, seconds after what it tells of. */
const statusEveryMs = 15_000;

export function openDashboardStore(): DashboardStore {
  const me = signal<Loadable<Member>>({ status: "loading" });
  const board = signal<Loadable<BoardState>>({ status: "loading" });
  const status = signal<Loadable<Status>>({ status: "loading" });
  const connection = signal<Connection>("connecting");
  const stopping = new AbortController();

  const readMe = () => keep(me, getMe(stopping.signal), stopping.signal);
  const change = (work: (state: BoardState) => BoardState | null) => {
    const next = board.value.status === "ready" ? work(board.value.value) : null;
    if (next !== null) board.value = loaded(next);
  };
  const statusPoll = pollWhileVisible((abort) => keep(status, getStatus(abort), abort), statusEveryMs);
  const socket = openLiveSocket<BoardMessage>({
    party: "workspace",
    room: "workspace",
    pageId: crypto.randomUUID(),
    schema: boardMessageSchema,
    onMessage: receive,
    onConnection(next) {
      connection.value = next;
      if (next === "lost") board.value = failed(board.value, "The live connection cannot be made; it is tried again.");
      if (next === "open" && me.value.status !== "ready") void readMe();
    },
    // Whoever is no longer signed in is led to the sign-in page by the answer to this.
    onRepeatedFailure: () => void readMe(),
  });
  void readMe();

  function receive(message: BoardMessage) {
    const before = board.value.status === "ready" ? board.value.value : null;
    const next = applyBoardMessage(before, message, Date.now());
    if (next !== null) board.value = loaded(next);
    if (message.type !== "job" || before === null) return;
    tellEnd(
      before.jobs.find(({ jobId }) => jobId === message.job.jobId),
      message.job,
    );
  }

  const leaveQueue = ({ candidateId }: Candidate, job: ClipJob | null) =>
    change((state) => {
      const candidates = state.candidates.filter((one) => one.candidateId !== candidateId);
      return job === null ? { ...state, candidates } : addBoardJob({ ...state, candidates }, job, Date.now());
    });

  const part = <T>(of: (known: BoardState) => T) =>
    computed(() => (board.value.status === "ready" ? of(board.value.value) : null));
  return {
    me,
    channels: part(({ channels }) => channels),
    candidates: part(({ candidates }) => candidates),
    jobs: part(({ jobs }) => jobs),
    flags: part(({ flags }) => flags),
    accounts: part(({ accounts }) => accounts),
    setAside: part(({ setAside }) => setAside),
    boardProblem: computed(() => (board.value.status === "failed" ? board.value.problem : null)),
    connection,
    status,
    reconnect: () => socket.reconnect(),
    refreshStatus: statusPoll.again,
    approve: (candidate) => orSayWhy(async () => leaveQueue(candidate, await postApproval(candidate.candidateId))),
    reject: (candidate) =>
      orSayWhy(async () => {
        await postRejection(candidate.candidateId);
        leaveQueue(candidate, null);
      }),
    async edit({ candidateId }, wanted) {
      const edited = await patchCandidate(candidateId, wanted);
      change((state) => ({ ...state, candidates: applyCandidate(state.candidates, edited) }));
    },
    retry: (job, executor) =>
      orSayWhy(async () => {
        const retried = await postRetry(job.jobId, executor);
        change((state) => addBoardJob(state, retried, Date.now()));
      }),
    setFlags: (flags) => change((state) => ({ ...state, flags })),
    setAccount: (account) =>
      change((state) => ({
        ...state,
        accounts: state.accounts.map((one) => (one.userId === account.userId ? account : one)),
      })),
    forgetAccount: ({ userId }) =>
      change((state) => ({ ...state, accounts: state.accounts.filter((one) => one.userId !== userId) })),
    destroy() {
      stopping.abort();
      socket.destroy();
      statusPoll.stop();
    },
  };
}

async function keep<T>(into: Signal<Loadable<T>>, answer: Promise<T>, abort: AbortSignal): Promise<void> {
  try {
    into.value = loaded(await answer);
  } catch (error) {
    if (!abort.aborted) into.value = failed(into.value, sentenceOf(error));
  }
}
