// How a stream's address is asked. One of this deployment's relay needs the session's cookie and a ticket that lasts
// minutes: the ticket is renewed here, so that whoever plays or records may keep an address for hours.
import { relayedChannel, ticketParameter } from "#core/relay/relay-path.ts";
import type { ChannelName } from "../api/channels.ts";
import { getRelay } from "../api/relay.ts";

export interface StreamRequest {
  readonly address: string;
  readonly credentials: RequestCredentials;
}

/** A ticket lasts five minutes at least. Counted from when it came, because this device's clock may be wrong. */
const renewAfterMs = 3 * 60_000;
/** While no newer one is to be had. */
const retryAfterMs = 5_000;

interface Held {
  readonly ticket: string | null;
  readonly staleAtMs: number;
}

/** `ask` gives a new ticket; null where there is none. */
export function streamRequests(ask: (channel: ChannelName) => Promise<string | null>, origin: string) {
  const held = new Map<string, Held>();
  const asking = new Map<string, Promise<Held>>();
  const ticketOf = async (channel: ChannelName): Promise<string | null> => {
    const key = `${channel.platform}:${channel.login}`;
    const present = held.get(key);
    if (present && Date.now() < present.staleAtMs) return present.ticket;
    const renewing =
      asking.get(key) ??
      ask(channel).then(
        (ticket) => ({ ticket, staleAtMs: Date.now() + renewAfterMs }),
        () => ({ ticket: present?.ticket ?? null, staleAtMs: Date.now() + retryAfterMs }),
      );
    asking.set(key, renewing);
    const renewed = await renewing;
    held.set(key, renewed);
    asking.delete(key);
    return renewed.ticket;
  };

  /** Never throws: with an address that has run out, the answer says so. */
  return async function streamRequest(address: string): Promise<StreamRequest> {
    const url = URL.parse(address, origin);
    const channel = url?.origin === origin ? relayedChannel(url.pathname) : null;
    if (!url || !channel) return { address, credentials: "omit" };
    const ticket = await ticketOf(channel);
    if (ticket !== null) url.searchParams.set(ticketParameter, ticket);
    return { address: url.href, credentials: "same-origin" };
  };
}

export const streamRequest = streamRequests(
  async (channel) => (await getRelay(channel)).ticket,
  globalThis.location?.origin ?? "",
);
