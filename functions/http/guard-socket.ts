// Who may open a live socket: a signed-in member, from a page of this site, for the dashboard or a channel that is here.
import { AppError } from "#core/errors.ts";
import { mayActAs } from "#core/members/member.ts";
import { sessionToken } from "#core/members/session-token.ts";
import type { Deps } from "../deps.ts";
import type { SocketRoom } from "./socket-room.ts";

/**
 * Browsers send cookies with any site's sockets, hence the origin. Throws `bad_origin`, `not_signed_in`,
 * `forbidden_role`, `rate_limited` (a socket that is refused costs its object as much as one that opens) and
 * `unknown_channel`: an object comes into being by being asked.
 */
export async function guardSocket(
  request: Request,
  room: SocketRoom,
  deps: Pick<Deps, "workspace" | "listenerOf" | "mayCall">,
): Promise<void> {
  if (request.headers.get("origin") !== new URL(request.url).origin) throw new AppError("bad_origin");
  const token = sessionToken(request.headers.get("cookie"));
  const member = token ? await deps.workspace().memberOf(token) : null;
  if (!member) throw new AppError("not_signed_in");
  if (!mayActAs(member.role, "viewer")) throw new AppError("forbidden_role");
  if (!(await deps.mayCall("member", `${member.platform}:${member.userId}`))) throw new AppError("rate_limited");
  if (room.party === "channel-monitor" && (await deps.listenerOf(room.channel)) === null)
    throw new AppError("unknown_channel", "This channel has not been added here.");
}
