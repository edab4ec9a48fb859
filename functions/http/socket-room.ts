// Which room a live socket is for, read from the path as it stands: rooms are ASCII, and the router that makes the object
// does not decode either, so that a room has one spelling.
import { type ChannelRef, parseChannelKey } from "#core/channel/channel-ref.ts";

export type SocketRoom =
  | { readonly party: "workspace" }
  | { readonly party: "channel-monitor"; readonly channel: ChannelRef };

/** Null for what is no socket, or for no room there can be. Throws nothing, whatever the path holds. */
export function socketRoom(request: Request): SocketRoom | null {
  if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") return null;
  const { pathname } = new URL(request.url);
  // There is one workspace; a room of any other name would be made by asking for it.
  if (pathname === "/parties/workspace/workspace") return { party: "workspace" };
  const [, key] = /^\/parties\/channel-monitor\/([a-z]+:\d{1,20})$/.exec(pathname) ?? [];
  const channel = key === undefined ? null : parseChannelKey(key);
  return channel && { party: "channel-monitor", channel };
}

/** Without the headers by which the router speaks to its objects: from outside they are forged. */
export function withoutRouterHeaders(request: Request): Request {
  const cleaned = new Request(request);
  for (const name of [...cleaned.headers.keys()]) if (name.startsWith("x-partykit-")) cleaned.headers.delete(name);
  return cleaned;
}
