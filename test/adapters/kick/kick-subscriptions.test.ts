import { afterEach, expect, test, vi } from "vitest";
import { removeKickSubscriptions } from "../../../adapters/kick/kick-api.ts";

const app = { apiUrl: "https://kick.test", clientId: "id", clientSecret: "secret", idUrl: "https://id.kick.test" };
const held = { id: "one", event: "chat.message.sent", broadcaster_user_id: 900 };

afterEach(() => {
  vi.restoreAllMocks();
});

test.each([
  [204, null],
  [404, null],
  [503, { code: "platform_unavailable" }],
  [403, { code: "platform_refused" }],
])("an answer of %i to the end of subscriptions is no failure, or this one: %o", async (status, failure) => {
  vi.spyOn(globalThis, "fetch").mockImplementation(async (_, init) =>
    init?.method === "DELETE" ? new Response(null, { status }) : Response.json({ data: [held] }),
  );
  const ended = removeKickSubscriptions(app, "token", "900");
  if (failure) await expect(ended).rejects.toMatchObject(failure);
  else await ended;
});
