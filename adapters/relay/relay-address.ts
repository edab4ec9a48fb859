// The addresses that a page asks in place of a host's own: signed for one channel, one session and one address, with a
// ticket beside the signature that runs out after minutes. The path stays the same while the stream's address does, so
// that players and the recorder know a playlist again; a newer ticket can be put in without signing anew.
import type { Channel } from "#core/channel/channel.ts";
import { channelKey } from "#core/channel/channel-ref.ts";
import { AppError } from "#core/errors.ts";
import type { RelayKind } from "#core/relay/playlist-uris.ts";
import { relayPath, ticketEndMs, ticketParameter } from "#core/relay/relay-path.ts";
import { fromBase64Url, toBase64Url } from "../base64url.ts";
import type { RelaySigner } from "./relay-signer.ts";

export interface Relayed {
  readonly kind: RelayKind;
  readonly url: URL;
  /** The origin on whose word it is asked. */
  readonly via: string;
}

export interface RelayAddresses {
  /** As text, to be given to {@link RelayAddresses.address}. */
  ticket(nowMs: number): Promise<string>;
  address(relayed: Relayed, ticket: string): Promise<string>;
  /** What an address that was asked stands for. Throws `bad_signature` and `relay_expired`. */
  read(asked: URL, nowMs: number): Promise<Relayed & { readonly ticket: string }>;
}

/** Two tickets of these minutes are the same text, so that a playlist that is read again names the same addresses. */
const stepMs = 5 * 60_000;
const shortestMs = 5 * 60_000;
const kinds: ReadonlySet<string> = new Set<RelayKind>(["playlist", "segment", "key", "data"]);
/** What a player may ask of a live playlist (RFC 8216bis 6.2.5), which nobody could sign beforehand. */
const directives: Record<string, RegExp> = {
  _HLS_msn: /^\d{1,15}$/,
  _HLS_part: /^\d{1,9}$/,
  _HLS_skip: /^(YES|v2)$/,
};

/**
 * A playlist names the same addresses each time it is read, thousands of them where one can go back for hours, and each
 * signature takes a tenth of a millisecond. Remembered without the ticket.
 */
const maxMade = 12_000;
const madeBy = new WeakMap<RelaySigner, Map<string, string>>();

function addressesMade(signer: RelaySigner): Map<string, string> {
  const made = madeBy.get(signer) ?? new Map<string, string>();
  madeBy.set(signer, made);
  return made;
}

/** `session` names the session that may use them, and is no secret. */
export function relayAddresses(signer: RelaySigner, channel: Channel, session: string): RelayAddresses {
  const key = channelKey(channel);
  // Spelled from its parts: an address may end in a `?` or a `#` that says nothing.
  const parts = (kind: string, via: string, { origin, pathname, search }: URL) => [
    "address",
    key,
    session,
    kind,
    via,
    origin + pathname + search,
  ];
  const ticketParts = (untilMs: number) => ["ticket", key, session, untilMs];
  const made = addressesMade(signer);
  const make = async ({ kind, url, via }: Relayed) => {
    const place = toBase64Url(new TextEncoder().encode(url.origin + url.pathname));
    const query = new URLSearchParams({ kind, via, signature: await signer.sign(parts(kind, via, url)) });
    if (url.search !== "") query.set("q", url.search);
    return `${relayPath(channel)}${place}?${query.toString()}`;
  };
  return {
    async ticket(nowMs) {
      const untilMs = Math.ceil((nowMs + shortestMs) / stepMs) * stepMs;
      return `${untilMs}.${await signer.sign(ticketParts(untilMs))}`;
    },

    async address(relayed, ticket) {
      const name = relayPath(channel) + JSON.stringify(parts(relayed.kind, relayed.via, relayed.url));
      const address = made.get(name) ?? (await make(relayed));
      if (made.size >= maxMade) made.clear();
      made.set(name, address);
      return `${address}&${ticketParameter}=${ticket}`;
    },

    async read({ pathname, searchParams }, nowMs) {
      const text = (name: string) => searchParams.get(name) ?? "";
      const [kind, via, ticket] = [text("kind"), text("via"), text(ticketParameter)];
      const url = placeOf(pathname, text("q"));
      if (!url || !kinds.has(kind) || !(await signer.verify(parts(kind, via, url), text("signature"))))
        throw new AppError("bad_signature");
      const untilMs = ticketEndMs(ticket) ?? 0;
      if (!(await signer.verify(ticketParts(untilMs), ticket.split(".")[1] ?? ""))) throw new AppError("bad_signature");
      if (untilMs <= nowMs) throw new AppError("relay_expired");
      if (kind === "playlist") direct(url, searchParams);
      return { kind: kind as RelayKind, url, via, ticket };
    },
  };
}

function placeOf(pathname: string, search: string): URL | null {
  try {
    return new URL(new TextDecoder().decode(fromBase64Url(pathname.split("/").at(-1) ?? "")) + search);
  } catch {
    return null;
  }
}

function direct(url: URL, asked: URLSearchParams): void {
  for (const [name, form] of Object.entries(directives)) {
    const value = asked.get(name);
    if (value !== null && form.test(value)) url.searchParams.set(name, value);
  }
}
