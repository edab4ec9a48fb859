// What the desk asks of Twitch through a connected account, and what comes back. A failed call is a value: what it means
// depends on the stage of the job, which the caller of the account does not know.

export interface LiveClipRequest {
  readonly broadcasterId: string;
  readonly title: string;
  /** 5 to 60, to a tenth. */
  readonly durationSeconds: number;
}

export interface VodClipRequest extends LiveClipRequest {
  readonly editorId: string;
  readonly vodId: string;
  /** The clip's end in the VOD, whole seconds, at least its duration. */
  readonly vodOffsetSeconds: number;
}

/** 202: Twitch will make the clip. */
export interface AskedClip {
  readonly twitchClipId: string;
  /** Opaque; valid for at most 24 hours. */
  readonly editUrl: string;
}

/** As Get Clips shows it. */
export interface FoundClip {
  readonly twitchClipId: string;
  readonly clipUrl: string;
  readonly embedUrl: string;
  readonly thumbnailUrl: string;
  readonly creatorId: string;
  readonly title: string;
  readonly createdAtMs: number;
  readonly durationSeconds: number;
}

export interface FoundVod {
  readonly vodId: string;
  readonly streamId: string | null;
  readonly startedAtMs: number;
  readonly durationSeconds: number;
}

export interface ClipDownload {
  readonly twitchClipId: string;
  /** Null while Twitch has no file. */
  readonly landscapeUrl: string | null;
}

export type ClipAnswer<T> =
  | { readonly status: "ok"; readonly value: T }
  /** Twitch said no, and so did nothing. A 401 here is one that a refreshed token did not cure. */
  | { readonly status: "refused"; readonly httpStatus: number; readonly message: string }
  /** Nothing was done; worth another try from `retryAtMs` on. */
  | { readonly status: "rate_limited"; readonly retryAtMs: number }
  /** No usable answer (timeout, dropped, not Helix's form, 2xx that cannot be read): it may or may not have been done. */
  | { readonly status: "unanswered"; readonly detail: string }
  /** The account cannot act: `problem` says why and what to do. Nothing was sent. */
  | { readonly status: "no_account"; readonly problem: string };

/** What an account does for a desk; each call is made once, with at most one refresh of the token before it. */
export interface ClipCalls {
  createLiveClip(request: LiveClipRequest): Promise<ClipAnswer<AskedClip>>;
  createVodClip(request: VodClipRequest): Promise<ClipAnswer<AskedClip>>;
  /** At most a hundred ids; those that Twitch does not show (yet) are missing. */
  getClips(twitchClipIds: readonly string[]): Promise<ClipAnswer<FoundClip[]>>;
  /** Clips of a channel created in a span of time, newest hundred. */
  findClips(broadcasterId: string, fromMs: number, toMs: number): Promise<ClipAnswer<FoundClip[]>>;
  /** The channel's newest recordings of whole streams. */
  findVods(broadcasterId: string): Promise<ClipAnswer<FoundVod[]>>;
  /** At most ten ids of one channel. */
  getDownloads(broadcasterId: string, editorId: string, ids: readonly string[]): Promise<ClipAnswer<ClipDownload[]>>;
}
