// What each failure of Twitch means at each stage of a job: its code, what the desk does next, a sentence for a person,
// and what else could make the clip. The table is complete by its type.
import type { Executor } from "#core/clips/job/clip-job.ts";
import type { ClipErrorCode, JobStage } from "#core/clips/job/failure.ts";

export const callStages = ["find_vod", "create_live", "create_vod", "lookup", "poll", "download"] as const;
export type CallStage = (typeof callStages)[number];

export const failureKinds = [
  ...(["400", "401", "403", "404", "409", "422", "429", "500", "503"] as const),
  ...(["other_5xx", "other_4xx", "unanswered", "no_account"] as const),
] as const;
export type FailureKind = (typeof failureKinds)[number];

/**
 * `fail`: final. `wait`: until Twitch's limit is over, however often. `backoff`: again, at most three times in a row.
 * `look`: go on looking, never ask again. `look_then_ask`: ask again, at most three times, each time after a look.
 */
export type NextMove = "fail" | "wait" | "backoff" | "look" | "look_then_ask";

export interface FailurePlan {
  readonly errorCode: ClipErrorCode;
  readonly next: NextMove;
  readonly sentence: string;
  readonly offers: readonly Executor[];
}

/** The stage as an operator knows it. */
export const jobStageOf: Record<CallStage, JobStage> = {
  find_vod: "find_vod",
  create_live: "create",
  create_vod: "create",
  lookup: "lookup",
  poll: "poll",
  download: "download",
};

type Row = Record<FailureKind, FailurePlan>;

function plan(
  errorCode: ClipErrorCode,
  next: NextMove,
  sentence: string,
  offers: readonly Executor[] = ["browser"],
): FailurePlan {
  return { errorCode, next, sentence, offers };
}

const badRequest = plan("clip_bad_request", "fail", "Twitch did not accept the request.");
const limited = plan("clip_rate_limited", "wait", "Twitch's limit of requests is used up.");
const broken = plan("clip_unknown", "backoff", "Twitch failed three times in a row.");

const common: Row = {
  "400": badRequest,
  "401": plan(
    "clip_unauthorized",
    "fail",
    "Twitch no longer accepts this account's permission. Connect the account again.",
  ),
  "403": plan("clip_forbidden", "fail", "Twitch does not allow this account to do that on this channel."),
  "404": plan("clip_not_found", "fail", "Twitch does not know what was asked for."),
  "409": badRequest,
  "422": badRequest,
  "429": limited,
  "500": broken,
  "503": broken,
  other_5xx: broken,
  other_4xx: badRequest,
  unanswered: plan("clip_unknown", "backoff", "Twitch did not answer three times in a row."),
  no_account: plan("clip_unauthorized", "fail", "The connected account cannot act."),
};

/** A creation is repeated only after a look: a failure may have come after the clip was made. */
const creation: Row = {
  ...common,
  "400": plan("clip_bad_request", "fail", "Twitch did not accept the clip."),
  "403": plan(
    "clip_forbidden",
    "fail",
    "The channel does not let this account make clips. Check that clips are enabled and not limited to followers or subscribers, and that the account is not banned there.",
  ),
  "500": { ...broken, next: "look_then_ask" },
  "503": {
    ...broken,
    next: "look_then_ask",
    sentence: "Twitch could not make a clip of this channel, three times. The first clip of a stream often fails.",
  },
  other_5xx: { ...broken, next: "look_then_ask" },
  unanswered: plan("clip_unknown", "look", "Twitch did not answer whether it makes the clip."),
};

const liveOffers = ["twitch_vod", "browser"] as const;
const live: Row = {
  ...creation,
  "400": { ...creation["400"], offers: liveOffers },
  "401": { ...creation["401"], offers: liveOffers },
  "403": { ...creation["403"], offers: liveOffers },
  "404": plan("clip_not_found", "fail", "The channel is not live, so there is no running stream to clip.", liveOffers),
  "500": { ...creation["500"], offers: liveOffers },
  "503": { ...creation["503"], offers: liveOffers },
  other_5xx: { ...creation.other_5xx, offers: liveOffers },
  unanswered: { ...creation.unanswered, offers: liveOffers },
  no_account: { ...creation.no_account, offers: liveOffers },
};

const recording: Row = {
  ...creation,
  "403": plan(
    "clip_forbidden",
    "fail",
    "Twitch does not let this account make clips of the channel's recordings. Check that it is the broadcaster's, or still one of its editors, and that clips are enabled.",
  ),
  "404": plan("clip_not_found", "fail", "The recording of the stream is gone, or not kept on this channel."),
};

/** The clip may be there although it cannot be seen; a retry by hand looks for it first. */
const looking: Row = {
  ...common,
  "404": plan("clip_not_found", "fail", "Twitch does not know the channel or the clip any more."),
  unanswered: plan("clip_unknown", "look", "Twitch does not answer."),
};

export const helixFailures: Record<CallStage, Row> = {
  find_vod: {
    ...common,
    "404": plan("clip_not_found", "fail", "Twitch has no recording of this stream."),
  },
  create_live: live,
  create_vod: recording,
  lookup: looking,
  poll: looking,
  download: {
    ...common,
    "403": plan(
      "clip_forbidden",
      "fail",
      "Twitch gives the files of this channel's clips to its broadcaster and editors only.",
    ),
  },
};

const named: readonly string[] = failureKinds;

export function failureKind(httpStatus: number): FailureKind {
  const exact = String(httpStatus);
  if (named.includes(exact)) return exact as FailureKind;
  return httpStatus >= 500 ? "other_5xx" : "other_4xx";
}

/** A refused request in words: Twitch tells with one status of several things a person would mend differently. */
export function refusalSentence({ errorCode, sentence }: FailurePlan, message: string): string {
  if (errorCode !== "clip_bad_request") return sentence;
  if (/automod|title/i.test(message))
    return "Twitch does not accept the title, and will not the next time. Without Twitch, an open page can cut the clip.";
  if (/categor|game/i.test(message)) return "Twitch does not allow clips of streams in this category.";
  if (/banned|suspended/i.test(message)) return "The channel is banned on Twitch.";
  return sentence;
}
