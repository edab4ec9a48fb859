// Asks a stream's host on behalf of a page. Nothing of the page's request goes along but a byte range, and every address is
// looked at before it is asked, those of redirects too: the name it has, and what the name resolves to.
import { AppError } from "#core/errors.ts";
import type { RelayKind } from "#core/relay/playlist-uris.ts";
import { mayRelay, type RelayRule, wordFor } from "#core/relay/may-relay.ts";
import { isPrivateHost, isThisComputer } from "#core/web-address.ts";
import { fetchOpen, NoAnswerError, type OpenAnswer } from "../http/bounded-fetch.ts";
import type { HostLookUp } from "../http/look-up-host.ts";
import { type OutboundLimit, outboundLimits } from "../http/outbound-limits.ts";
import type { Relayed } from "./relay-address.ts";

export interface RelayDoor {
  readonly rule: RelayRule;
  readonly lookUp: HostLookUp;
}

/** An answer of 200 or 206, and where it came from in the end. */
export interface RelayedAnswer extends OpenAnswer {
  readonly from: Pick<Relayed, "url" | "via">;
}

/** A balancer leads to a server, and that sometimes to a file. */
const maxRedirects = 3;
const limits: Record<RelayKind, OutboundLimit> = {
  playlist: outboundLimits.relayPlaylist,
  segment: outboundLimits.relaySegment,
  key: outboundLimits.relayKey,
  data: outboundLimits.relayData,
};
const rangeForm = /^bytes=\d{1,15}-\d{0,15}$/;

/** `range` is the `Range` header of the page's request. Throws `relay_refused`, `not_found` and `platform_unavailable`. */
export async function fetchRelayed(relayed: Relayed, range: string | null, door: RelayDoor): Promise<RelayedAnswer> {
  const headers = {
    accept: "*/*",
    // Bytes are counted unpacked, and a range of something packed is another range.
    "accept-encoding": "identity",
    ...(range !== null && rangeForm.test(range) && { range }),
  };
  let from: Pick<Relayed, "url" | "via"> = relayed;
  for (let redirects = 0; redirects <= maxRedirects; redirects++) {
    await requireOpen(from, door);
    const answer = await fetchOpen(limits[relayed.kind], from.url, { headers }).catch(namingHost(from.url));
    if (answer.location === null) return accepted(answer, from, "range" in headers);
    const url = new URL(answer.location);
    const by = { origin: from.url.origin, via: from.via, isLast: false };
    from = { url, via: wordFor(url, by, door.rule.allowed) };
  }
  throw new AppError("platform_unavailable", `${from.url.host} leads from one address to another without end.`);
}

/** For a `catch`: whose path it was that did not answer. Throws what it is given, in these words where it knows any. */
export function namingHost({ host }: URL): (cause: unknown) => never {
  return (cause) => {
    if (cause instanceof NoAnswerError) throw new AppError(cause.code, host + cause.message, { cause });
    if (cause instanceof AppError) throw cause;
    throw new AppError("platform_unavailable", `${host} does not answer to the end.`, { cause });
  };
}

async function requireOpen({ url, via }: Pick<Relayed, "url" | "via">, { rule, lookUp }: RelayDoor): Promise<void> {
  const refused = new AppError(
    "relay_refused",
    `${url.host || "This address"} is not a host that may be sent through here.`,
  );
  if (!mayRelay(url, via, rule)) throw refused;
  // The rule has let this one pass on a developer's machine alone.
  if (isThisComputer(url.hostname)) return;
  const isAddress = url.hostname.startsWith("[") || /^[\d.]+$/.test(url.hostname);
  const addresses = isAddress ? [url.hostname] : await lookUp(url.hostname);
  if (addresses.length === 0) throw new AppError("platform_unavailable", `There is no host ${url.hostname}.`);
  if (addresses.some(isPrivateHost)) throw refused;
}

async function accepted(answer: OpenAnswer, from: RelayedAnswer["from"], isRange: boolean): Promise<RelayedAnswer> {
  if (answer.status === 200 || (answer.status === 206 && isRange)) return { ...answer, from };
  await answer.body?.cancel().catch(() => undefined);
  const said = `${from.url.host} answers ${answer.status}.`;
  if (answer.status === 404 || answer.status === 410) throw new AppError("not_found", said);
  if (answer.status === 401 || answer.status === 403) throw new AppError("relay_refused", said);
  throw new AppError("platform_unavailable", said);
}
