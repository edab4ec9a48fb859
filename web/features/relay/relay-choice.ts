// Whether a stream goes through the deployment, and what is sent to the server when a person changes that.
import type { ChannelSettings } from "#core/channel/channel-settings.ts";
import { relayOriginProblem, type RelaySettings } from "#core/relay/relay-settings.ts";
import { isThisComputer } from "#core/web-address.ts";

/** Eighteen hours of one page at 6 Mb/s. */
export const defaultGigabytesADay = 50;
/** What it costs, in a sentence. An hour of 6 Mb/s is 2.7 GB; segments of two seconds, and as many looks at the playlist, are 3,600 requests. */
export const relayCost =
  "Its traffic then crosses this deployment: at 6 Mb/s about 2.7 GB and 3,600 requests an hour for each open page.";

/** The host of an address as the relay names it; null for one that it never asks. `here` is the page's own hostname. */
export function relayOrigin(address: string | null, here: string): string | null {
  const url = address === null ? null : URL.parse(address);
  if (!url || relayOriginProblem(url.origin) !== null) return null;
  // What runs on this computer is reached by a deployment on this computer alone.
  return isThisComputer(url.hostname) && !isThisComputer(here) ? null : url.origin;
}

export function isRelayed({ hlsUrl, relay }: Pick<ChannelSettings, "hlsUrl" | "relay">): boolean {
  const origin = hlsUrl === null ? undefined : URL.parse(hlsUrl)?.origin;
  return origin !== undefined && (relay?.origins.includes(origin) ?? false);
}

export function withRelay(relay: RelaySettings | undefined, origin: string, isOn: boolean): RelaySettings {
  const others = relay?.origins.filter((one) => one !== origin) ?? [];
  return {
    origins: isOn ? [...others, origin] : others,
    gigabytesADay: relay?.gigabytesADay ?? defaultGigabytesADay,
  };
}
