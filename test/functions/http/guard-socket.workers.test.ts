// What the door of the live sockets refuses before an object hears of it.
import { expect, test } from "vitest";
import type { Member } from "#core/members/member.ts";
import type { Deps } from "../../../functions/deps.ts";
import { errorAnswer } from "../../../functions/http/error-response.ts";
import { guardSocket } from "../../../functions/http/guard-socket.ts";

const member: Member = { platform: "twitch", userId: "7", login: "ann", displayName: "Ann", role: "viewer" };

test("a member who opens sockets without end is refused as one who calls without end", async () => {
  const asked: string[] = [];
  const deps: Pick<Deps, "workspace" | "listenerOf" | "mayCall"> = {
    workspace: () => ({ memberOf: () => Promise.resolve(member) }) as unknown as ReturnType<Deps["workspace"]>,
    listenerOf: () => Promise.reject(new Error("asked of a channel")),
    mayCall: (kind, caller) => Promise.resolve(asked.push(`${kind} ${caller}`) === 0),
  };
  const request = new Request("http://localhost/parties/channel-monitor/kick:1", {
    headers: { cookie: "__Host-hypecut=token" },
  });
  // A browser does not let a script say where it is from.
  request.headers.set("origin", "http://localhost");
  const room = { party: "channel-monitor", channel: { platform: "kick", channelId: "1" } } as const;
  const answer = await guardSocket(request, room, deps).catch((error: unknown) => errorAnswer(error, "/parties"));
  expect([answer?.status, await answer?.json()]).toMatchObject([429, { error: { code: "rate_limited" } }]);
  expect(asked).toEqual(["member twitch:7"]);
});
