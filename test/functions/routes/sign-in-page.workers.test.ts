import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { createApp } from "../../../functions/app.ts";
import { parseConfig } from "../../../adapters/config.ts";
import type { Deps } from "../../../functions/deps.ts";

/** The ways in that the page offers on a deployment without these secrets. */
async function offered(missing: Record<string, string>): Promise<string[]> {
  const deps: Pick<Deps, "config" | "mayCall"> = {
    config: parseConfig({ ...env, ...missing }),
    mayCall: () => Promise.resolve(true),
  };
  const page = await (await createApp(deps as Deps).request("/sign-in?return_to=/watch/kick/a")).text();
  const links = [...page.matchAll(/href="(\/auth\/[^"]+)"/g)].map(([, address]) => address ?? "");
  return page.includes("Nobody can sign in yet") ? [...links, "nobody"] : links;
}

const noTwitch = { TWITCH_CLIENT_SECRET: "" };
const noKick = { KICK_CLIENT_SECRET: "" };
const twitch = "/auth/twitch/start?return_to=%2Fwatch%2Fkick%2Fa";
const kick = "/auth/kick/start?return_to=%2Fwatch%2Fkick%2Fa";

test.each([
  ["both platforms", {}, [twitch, kick]],
  ["Twitch", noKick, [twitch]],
  ["Kick", noTwitch, [kick]],
  ["neither", { ...noTwitch, ...noKick }, ["nobody"]],
])("a deployment with an app at %s offers just that", async (_, missing, links) => {
  expect(await offered(missing)).toEqual(links);
});
