// Which hosts a page may reach: this site's own, but for the watch page, which fetches streams.
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { type ClipManifest, clipFileKey } from "#core/clips/job/clip-manifest.ts";
import { parseConfig } from "../../../adapters/config.ts";
import { createApp } from "../../../functions/app.ts";
import type { Deps } from "../../../functions/deps.ts";
import { aManifest } from "../../support/clip-manifest.ts";

const site = "https://hypecut.test";
const { bytes: _, ...fileless } = aManifest({ clipId: "1123456789abcdef", hasPoster: false });
const onTwitch: ClipManifest = {
  ...fileless,
  twitch: { embedUrl: "https://clips.twitch.tv/embed?clip=A", clipUrl: "https://clips.twitch.tv/A", thumbnailUrl: "" },
};
const withFile = aManifest({ clipId: "0123456789abcdef" });

/** Of every route that is a page, the addresses that show its kinds, and the hosts that the page may reach. */
const pages: Record<string, Record<string, readonly string[]>> = {
  "/": { "/": [] },
  "/recordings": { "/recordings": [] },
  "/watch/:platform/:login": {
    "/watch/twitch/neon_rally": [
      ...["connect-src https:", "media-src https:"],
      // The platforms' own players, which are all there is to see of a channel without an address.
      ...["frame-src https://player.twitch.tv", "frame-src https://player.kick.com"],
    ],
    "/watch/twitch/neon.rally": [],
  },
  "/watch/*": { "/watch/nowhere": [] },
  "/sign-in": { "/sign-in": [], "/sign-in?problem=refused": [] },
  "/c/:clipId": {
    [`/c/${withFile.clipId}`]: [],
    // Twitch's own player in a frame, which reaches what Twitch lets it.
    [`/c/${onTwitch.clipId}`]: ["frame-src https://clips.twitch.tv"],
    "/c/0000000000000000": [],
  },
  "not found": { "/nowhere": [] },
};
/** Routes that answer a person with no page. */
const noPages = /^\/(api|auth|webhooks|healthz)\b|^\/c\/:clipId\/./;

const member = { platform: "twitch", userId: "1", login: "a", displayName: "A", role: "owner" };
const deps: Partial<Record<keyof Deps, unknown>> = {
  config: parseConfig(env),
  mayCall: () => Promise.resolve(true),
  clips: env.CLIPS,
  assets: { fetch: () => Promise.resolve(new Response("<!doctype html>")) },
  workspace: () => ({ memberOf: () => Promise.resolve(member) }),
};
const app = createApp(deps as unknown as Deps);

beforeAll(async () => {
  for (const clip of [withFile, onTwitch])
    await env.CLIPS.put(clipFileKey(clip.clipId, "clip.json"), JSON.stringify(clip));
});

/** Sources that are not this site, by directive. */
function foreign(policy: string): string[] {
  return policy.split("; ").flatMap((directive) => {
    const [name, ...sources] = directive.split(" ");
    const others = sources.filter((source) => /[*.]|https?:/.test(source) && source !== "wss://hypecut.test");
    return others.map((source) => `${name} ${source}`);
  });
}

test("every page is looked at here", () => {
  const routes = app.routes.filter(({ method, path }) => method === "GET" && !noPages.test(path));
  expect([...new Set(routes.map(({ path }) => path)), "not found"].toSorted()).toEqual(Object.keys(pages).toSorted());
});

describe.each(Object.values(pages).flatMap((addresses) => Object.entries(addresses)))("%s", (path, hosts) => {
  test(`may reach ${hosts.length === 0 ? "this site alone" : hosts.join(" and ")}`, async () => {
    // The sign-in page is for whoever is nobody yet.
    const cookie = path.startsWith("/sign-in") ? "" : "__Host-hypecut=abc";
    const page = await app.request(`${site}${path}`, { headers: { accept: "text/html", cookie } });
    expect(page.headers.get("content-type")).toContain("text/html");
    const policy = page.headers.get("content-security-policy") ?? "";
    // What no directive names falls back on this.
    expect(policy).toContain("default-src 'self'");
    expect(foreign(policy)).toEqual(hosts);
  });
});
