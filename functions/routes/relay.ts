// Sends a stream whose host lets no other site read it through this deployment, for the pages of a channel whose editors
// have allowed the host. Each request is asked anew who it is, whether the channel is here and what is allowed there.
import { Hono } from "hono";
import { z } from "zod";
import { AppError } from "#core/errors.ts";
import { relayedType } from "#core/relay/media-type.ts";
import { type PlaylistPiece, playlistUris } from "#core/relay/playlist-uris.ts";
import { type RelayRule, wordFor } from "#core/relay/may-relay.ts";
import { isRelayUsedUp } from "#core/relay/relay-use.ts";
import type { Channel } from "#core/channel/channel.ts";
import { readAll } from "../../adapters/http/bounded-fetch.ts";
import { fetchRelayed, namingHost, type RelayedAnswer } from "../../adapters/relay/fetch-relayed.ts";
import { type RelayAddresses, relayAddresses, type Relayed } from "../../adapters/relay/relay-address.ts";
import { sha256OfText } from "../../adapters/sha256.ts";
import type { AppEnv, Deps } from "../deps.ts";
import { params } from "../http/body.ts";
import { needs } from "../http/guards.ts";
import { meteredBody } from "../http/metered-body.ts";
import { sessionCookie } from "../http/session-cookie.ts";
import { channelPath, knownChannel } from "./channels.ts";

const relayedPath = channelPath.extend({ place: z.string().max(8_000) });

/** Longer addresses are none that a stream has, and every signed one is longer still. */
const maxAddressLength = 4_000;
/** Whatever a host sends is of no use as a page: it is neither guessed at, shown, nor let do anything. */
const harmless = {
  "content-security-policy": "default-src 'none'; sandbox",
  "content-disposition": 'attachment; filename="stream"',
};

/** What a channel's page asks before it asks the relay. */
export const channelRelay = new Hono<AppEnv>().get(
  "/:platform/:login/relay",
  needs("viewer"),
  params(channelPath),
  async (context) => {
    const { deps } = context.var;
    const channel = await knownChannel(deps, context.req.valid("param"));
    const { hlsUrl, relay, use } = await deps.monitor(channel).relayState();
    const url = hlsUrl === null ? null : new URL(hlsUrl);
    if (!url || !relay?.origins.includes(url.origin)) return context.json({ address: null, ticket: null, use });
    const addresses = await addressesFor(deps, channel, sessionCookie.read(context));
    const ticket = await addresses.ticket(Date.now());
    const address = await addresses.address({ kind: "playlist", url, via: url.origin }, ticket);
    return context.json({ address, ticket, use });
  },
);

export const relay = new Hono<AppEnv>().get(
  "/:platform/:login/:place",
  needs("viewer"),
  params(relayedPath),
  async (context) => {
    const { deps } = context.var;
    if (context.req.method !== "GET") throw new AppError("bad_request", "A relay address is read with GET.");
    const channel = await knownChannel(deps, context.req.valid("param"));
    const addresses = await addressesFor(deps, channel, sessionCookie.read(context));
    const own = new URL(context.req.url);
    const { ticket, ...relayed } = await addresses.read(own, Date.now());
    const monitor = deps.monitor(channel);
    const { relay, use } = await monitor.admitRelayed();
    if (!relay) throw new AppError("relay_refused");
    if (isRelayUsedUp(use, relay)) throw new AppError("relay_used_up");
    const rule = { allowed: relay.origins, own };
    const answer = await fetchRelayed(relayed, context.req.header("range") ?? null, { rule, lookUp: deps.lookUpHost });
    const type = relayedType(relayed.kind, answer.headers.get("content-type"));
    if (type === null) {
      await answer.body?.cancel();
      throw new AppError("not_media", `${answer.from.url.host} answers with something that is no part of a stream.`);
    }
    const headers = { ...harmless, "content-type": type };
    const body = meteredBody(answer.body, {
      tell: (bytes) => monitor.noteRelayed(bytes),
      waitUntil: (work) => context.executionCtx.waitUntil(work),
      usedUp: () => new AppError("relay_used_up"),
    });
    if (relayed.kind !== "playlist")
      return new Response(body, { status: answer.status, headers: { ...headers, ...rangeOf(answer) } });
    const bytes = await readAll(body).catch(namingHost(answer.from.url));
    const pieces = playlistUris(new TextDecoder().decode(bytes));
    if (!pieces)
      throw new AppError("not_media", `${answer.from.url.host} answers with something that is no HLS playlist.`);
    return new Response(await rewritten(pieces, answer, rule, (child) => addresses.address(child, ticket)), {
      headers,
    });
  },
);

/** For the session that asks: no other member, and no later session of the same one, can use them. */
async function addressesFor(
  { relaySigner }: Pick<Deps, "relaySigner">,
  channel: Channel,
  sessionToken: string | undefined,
): Promise<RelayAddresses> {
  if (!relaySigner) throw new AppError("not_configured", "The deployment has no TOKEN_KEY, which the relay needs.");
  return relayAddresses(relaySigner, channel, await sha256OfText(sessionToken ?? ""));
}

async function rewritten(
  pieces: readonly PlaylistPiece[],
  { from }: RelayedAnswer,
  { allowed }: RelayRule,
  addressOf: (child: Relayed) => Promise<string>,
): Promise<string> {
  const replaced = pieces.map(async (piece) => {
    if (typeof piece === "string") return piece;
    const url = piece.uri === "" ? null : URL.parse(piece.uri, from.url.href);
    // Answered like any other address that nobody has signed.
    if (!url || !/^https?:$/.test(url.protocol) || url.href.length > maxAddressLength) return "/api/relay/refused";
    url.hash = "";
    const by = { origin: from.url.origin, via: from.via, isLast: piece.kind !== "playlist" };
    return addressOf({ kind: piece.kind, url, via: wordFor(url, by, allowed) });
  });
  return (await Promise.all(replaced)).join("");
}

function rangeOf({ status, headers }: RelayedAnswer): Record<string, string> {
  const range = headers.get("content-range") ?? "";
  return status === 206 && /^bytes \d{1,15}-\d{1,15}\/(\d{1,15}|\*)$/.test(range) ? { "content-range": range } : {};
}
