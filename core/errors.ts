// The closed catalogue of expected failures. A code that is not in every table here does not compile.

/** What a caller, a queue and a person should do about each failure. */
interface ErrorKind {
  /** HTTP status of the answer. */
  readonly status: 400 | 401 | 403 | 404 | 409 | 410 | 413 | 415 | 422 | 429 | 500 | 502 | 503;
  /** What a queue consumer does with the message that met it. */
  readonly queue: "ack" | "retry";
  /** The sentence a person reads when nothing more exact is known. */
  readonly sentence: string;
}

export type AppErrorCode =
  | "bad_request"
  | "unknown_channel"
  | "wrong_address"
  | "not_signed_in"
  | "forbidden_role"
  | "not_a_member"
  | "bad_origin"
  | "bad_signature"
  | "stale_webhook"
  | "not_found"
  | "gone"
  | "conflict"
  | "lease_lost"
  | "range_not_recorded"
  | "upload_incomplete"
  | "payload_too_large"
  | "not_a_clip"
  | "wrong_checksum"
  | "relay_refused"
  | "relay_expired"
  | "relay_used_up"
  | "not_media"
  | "rate_limited"
  | "platform_unavailable"
  | "platform_refused"
  | "not_configured"
  | "database_unavailable";

export const errorKinds = {
  bad_request: { status: 400, queue: "ack", sentence: "The request is not of the expected form." },
  unknown_channel: { status: 404, queue: "ack", sentence: "There is no such channel on this platform." },
  wrong_address: {
    status: 400,
    queue: "ack",
    sentence: "That is not the name or address of a Twitch or Kick channel.",
  },
  not_signed_in: { status: 401, queue: "ack", sentence: "Please sign in first." },
  forbidden_role: { status: 403, queue: "ack", sentence: "Your role does not allow this." },
  not_a_member: { status: 403, queue: "ack", sentence: "This account is not a member here. Ask an owner to add it." },
  bad_origin: { status: 403, queue: "ack", sentence: "The request came from another site and was refused." },
  bad_signature: { status: 403, queue: "ack", sentence: "The signature does not match." },
  stale_webhook: { status: 403, queue: "ack", sentence: "The delivery is too old to be accepted." },
  not_found: { status: 404, queue: "ack", sentence: "There is nothing here." },
  gone: { status: 410, queue: "ack", sentence: "This was here, but has been taken down." },
  conflict: { status: 409, queue: "ack", sentence: "That cannot be done in the present state." },
  lease_lost: { status: 409, queue: "ack", sentence: "Another page has taken over this clip." },
  range_not_recorded: { status: 422, queue: "ack", sentence: "The footage for this clip was not recorded." },
  upload_incomplete: { status: 409, queue: "ack", sentence: "Parts of the upload are missing." },
  payload_too_large: { status: 413, queue: "ack", sentence: "That is larger than allowed." },
  not_a_clip: { status: 415, queue: "ack", sentence: "The file is not an MP4 video." },
  wrong_checksum: { status: 422, queue: "ack", sentence: "The file that arrived is not the one that was announced." },
  relay_refused: {
    status: 403,
    queue: "ack",
    sentence: "Nobody has allowed this host to be sent through this deployment.",
  },
  relay_expired: { status: 403, queue: "ack", sentence: "This address of the stream has run out. Reload the page." },
  relay_used_up: {
    status: 429,
    queue: "ack",
    sentence:
      "The traffic that this channel may send through the deployment in a day is used up. It begins anew at midnight UTC; an editor can allow more in the channel's settings.",
  },
  not_media: { status: 415, queue: "ack", sentence: "The stream's host answers with something that is no stream." },
  rate_limited: { status: 429, queue: "retry", sentence: "Too many requests. Please wait a moment." },
  platform_unavailable: { status: 502, queue: "retry", sentence: "The platform does not answer at the moment." },
  platform_refused: { status: 502, queue: "ack", sentence: "The platform refused the request." },
  not_configured: { status: 503, queue: "ack", sentence: "This platform has not been set up on this deployment." },
  database_unavailable: { status: 503, queue: "retry", sentence: "The database does not answer at the moment." },
} as const satisfies Record<AppErrorCode, ErrorKind>;

/** An expected failure. Anything thrown that is not one of these is a bug. */
export class AppError extends Error {
  readonly code: AppErrorCode;
  constructor(code: AppErrorCode, detail?: string, options?: ErrorOptions) {
    super(detail ?? errorKinds[code].sentence, options);
    this.name = "AppError";
    this.code = code;
  }
}

/** The body of every failed answer. */
export interface ErrorBody {
  readonly error: { readonly code: AppErrorCode | "internal"; readonly message: string };
}
