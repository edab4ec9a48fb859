// Who may open a live socket: a signed-in member, from a page of this site, for the dashboard or a channel that is here.
import { mayActAs } from "#core/members/member.ts";
import { sessionToken } from "#core/members/session-token.ts";
import { channelKey, parseChannelKey } from "#core/channel/channel-ref.ts";
import type { Deps } from "../deps.ts";

/** A refusal, or nothing when the socket may be opened. Browsers send cookies with any site's sockets, hence the origin. */
export async function guardSocket(request: Request, deps: Pick<Deps, "workspace">): Promise<Response | undefined> {
  const url = new URL(request.url);
  if (request.headers.get("origin") !== url.origin) return new Response("wrong origin", { status: 403 });
  const token = sessionToken(request.headers.get("cookie"));
  const member = token ? await deps.workspace().memberOf(token) : null;
  if (!member || !mayActAs(member.role, "viewer")) return new Response("sign in first", { status: 401 });
  const [, , party, name] = url.pathname.split("/");
  // There is one workspace; a room of any other name would be made by asking for it.
  if (party === "workspace" && name === "workspace") return undefined;
  const channel = parseChannelKey(decodeURIComponent(name ?? ""));
  if (party !== "channel-monitor" || !channel) return new Response("no such socket", { status: 404 });
  const isHere = (await deps.workspace().channels()).some((one) => channelKey(one) === channelKey(channel));
  return isHere ? undefined : new Response("no such channel", { status: 404 });
}
