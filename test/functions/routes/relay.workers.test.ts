// The relay as pages meet it, before a real host of streams, and as those who would misuse it.
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, inject, test, vi } from "vitest";
import type { Channel } from "#core/channel/channel.ts";
import { bytesPerGigabyte } from "#core/relay/relay-settings.ts";
import type { RelayKind } from "#core/relay/playlist-uris.ts";
import { parseConfig } from "../../../adapters/config.ts";
import { relayAddresses } from "../../../adapters/relay/relay-address.ts";
import { relaySigner } from "../../../adapters/relay/relay-signer.ts";
import { sha256OfText } from "../../../adapters/sha256.ts";
import { createApp } from "../../../functions/app.ts";
import type { Deps } from "../../../functions/deps.ts";
import { until } from "../../support/demo-world.ts";
import { monitorStub, workspaceStub } from "../../support/object-stubs.ts";
import { memberWithRole, owner, visitor, type Visitor } from "../../support/site.ts";
import { addedChannel } from "../../support/watch-page.ts";

const host = inject("streamHostUrl");
const hls = `${host}/live/master.m3u8`;
const signer = relaySigner(parseConfig(env).tokenKey ?? "");

let who: Visitor;
let channel: Channel;
beforeEach(async () => {
  // The channels are known to no platform, which listeners complain about.
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  who = await owner();
  channel = await addedChannel();
  await allow([host]);
});

afterEach(() => vi.restoreAllMocks());

const path = (of: Channel) => `/api/channels/${of.platform}/${of.login}`;
async function allow(origins: readonly string[], gigabytesADay = 50, hlsUrl = hls): Promise<void> {
  const { status } = await who.json("PATCH", `${path(channel)}/settings`, {
    hlsUrl,
    relay: { origins, gigabytesADay },
  });
  expect(status).toBe(200);
}
const relayState = async (by = who) => (await by.json("GET", `${path(channel)}/relay`)).body;

interface Forging {
  readonly kind?: RelayKind;
  readonly of?: Channel;
  readonly by?: Visitor;
  readonly via?: string;
  readonly atMs?: number;
}
/** An address as a playlist of the host would have it, so that what is refused is refused for one reason. */
async function signed(address: string, { kind = "segment", of = channel, by = who, ...rest }: Forging = {}) {
  const url = new URL(address, host);
  const token = decodeURIComponent(by.cookies.get("__Host-hypecut") ?? "");
  const addresses = relayAddresses(signer, of, await sha256OfText(token));
  return addresses.address({ kind, url, via: rest.via ?? host }, await addresses.ticket(rest.atMs ?? Date.now()));
}
const get = (address: string, headers?: Record<string, string>, by = who) =>
  by.request("GET", address, undefined, headers);
/** The runtime warns of a `text()` of what is called no text. */
async function textOf(answer: Response | Promise<Response>): Promise<string> {
  return new TextDecoder().decode(await (await answer).arrayBuffer());
}
async function refusal(address: string, by = who): Promise<string> {
  const answer = await get(address, {}, by);
  return ((await answer.json()) as { error: { code: string } }).error.code;
}

describe("a stream of an allowed host", () => {
  test("is read from its address to its keys and segments, and nowhere past the relay", async () => {
    const { address } = await relayState();
    const master = await textOf(get(address));
    expect(
      master
        .split("\n")
        .filter((line) => line.startsWith("#"))
        .join("\n"),
    ).toContain("#EXT-X-STREAM-INF:BANDWIDTH=1000000");
    const playlist = await get(master.split("\n").find((line) => line.startsWith("/")) ?? "");
    expect(playlist.headers.get("content-type")).toBe("application/vnd.apple.mpegurl");
    const text = await textOf(playlist);
    expect([
      /127\.0\.0\.1/.test(text.replace(/via=[^&]+/g, "")),
      text.includes("//"),
      text.includes('BYTERANGE="10@0"'),
    ]).toEqual([false, false, true]);
    const [key = ""] = /\/api\/relay[^"]*kind=key[^"]*/.exec(text) ?? [];
    expect(new Uint8Array(await (await get(key)).arrayBuffer())).toEqual(new Uint8Array(16).fill(7));
    const segment = text.split("\n").find((line) => line.startsWith("/")) ?? "";
    const part = await get(segment, {
      range: "bytes=10-12",
      cookie: [...who.cookies].map((c) => c.join("=")).join("; "),
    });
    expect([part.status, part.headers.get("content-range"), [...new Uint8Array(await part.arrayBuffer())]]).toEqual([
      206,
      "bytes 10-12/1000",
      [10, 11, 12],
    ]);
  });

  test("is named alike when it is read again, so that a player knows its segments", async () => {
    const address = await signed("/live/720p.m3u8", { kind: "playlist" });
    expect(await textOf(get(address))).toBe(await textOf(get(address)));
  });

  test("is asked with nothing of ours but the range, and a player's own directives", async () => {
    await (
      await get(await signed("/live/segment.ts"), {
        range: "bytes=0-1",
        authorization: "x",
        "x-forwarded-for": "1.1.1.1",
        cookie: [...who.cookies].map((c) => c.join("=")).join("; "),
      })
    ).arrayBuffer();
    await (
      await get(`${await signed("/live/720p.m3u8", { kind: "playlist" })}&_HLS_msn=7&_HLS_skip=YES&other=1`)
    ).text();
    const { headers } =
      ((await (await fetch(`${host}/seen?path=/live/segment.ts`)).json()) as { headers: Record<string, string> }[]).at(
        -1,
      ) ?? {};
    const { range, cookie, authorization } = headers ?? {};
    expect({ range, cookie, authorization, forwarded: headers?.["x-forwarded-for"] }).toEqual({ range: "bytes=0-1" });
  });

  test("is an answer that no browser shows or runs, and sets nothing", async () => {
    const answer = await get(await signed("/live/segment.ts"));
    const names = [
      "content-type",
      "x-content-type-options",
      "content-security-policy",
      "content-disposition",
      "cache-control",
      "set-cookie",
      "x-powered-by",
    ];
    expect(names.map((name) => answer.headers.get(name))).toEqual([
      "video/mp2t",
      "nosniff",
      "default-src 'none'; sandbox",
      'attachment; filename="stream"',
      "no-store",
      null,
      null,
    ]);
    await answer.body?.cancel();
  });

  test("comes through while it is still being sent", async () => {
    const answer = await get(await signed("/halves"));
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toBe("first ");
    await fetch(`${host}/release`);
    expect((await reader?.read())?.value).toBe("second");
  });
});

describe("nothing is sent", () => {
  test("to anybody but the session that was given the address", async () => {
    const address = await signed("/live/segment.ts");
    expect(await refusal(address, visitor())).toBe("not_signed_in");
    const other = await memberWithRole("viewer");
    expect(await refusal(address, other)).toBe("bad_signature");
    expect((await get(await signed("/live/segment.ts", { by: other }), {}, other)).status).toBe(200);
    await other.request("POST", "/auth/sign-out");
    expect(await refusal(await signed("/live/segment.ts", { by: other }), other)).toBe("not_signed_in");
  });

  test("for an address of another channel, even one that allows the same host", async () => {
    const elsewhere = await addedChannel();
    const address = await signed("/live/segment.ts", { of: elsewhere });
    expect(await refusal(address.replace(elsewhere.login, channel.login))).toBe("bad_signature");
    expect(await refusal(address)).toBe("relay_refused");
  });

  test("for an address that was changed anywhere", async () => {
    const address = await signed("/live/segment.ts?a=1");
    const url = new URL(address, "http://localhost");
    const forged = [...url.searchParams.keys()].map((name) => {
      const changed = new URL(url);
      changed.searchParams.set(name, name === "kind" ? "key" : `${url.searchParams.get(name)}0`);
      return changed;
    });
    const place = new URL(url);
    place.pathname = place.pathname.replace(/[^/]+$/, btoa("http://169.254.169.254/"));
    const unsigned = new URL(url);
    unsigned.search = "";
    for (const one of [...forged, place, unsigned])
      expect([one.search, await refusal(one.pathname + one.search)]).toEqual([one.search, "bad_signature"]);
    expect(await refusal(`/api/relay/${channel.platform}/${channel.login}/refused`)).toBe("bad_signature");
  });

  test("with a ticket that has run out", async () => {
    expect(await refusal(await signed("/live/segment.ts", { atMs: Date.now() - 11 * 60_000 }))).toBe("relay_expired");
  });

  test("once the host is taken back, the channel is gone, or there is nothing left of the day", async () => {
    const address = await signed("/live/segment.ts");
    expect((await get(address)).status).toBe(200);
    await monitorStub(env, channel).noteRelayed(bytesPerGigabyte);
    await allow([host], 1);
    expect(await refusal(address)).toBe("relay_used_up");
    await allow([host], 50);
    expect((await get(address)).status).toBe(200);
    await allow([]);
    expect([await refusal(address), (await relayState()).address]).toEqual(["relay_refused", null]);
    await workspaceStub(env).removeChannel(channel);
    expect(await refusal(address)).toBe("unknown_channel");
  });

  test.each([
    "http://169.254.169.254/latest/meta-data",
    "http://10.0.0.1/",
    "http://[::1]:1/",
    "https://localhost/",
    "https://metadata.google.internal/",
    "file:///etc/passwd",
    "http://cdn.tv/a.ts",
    "https://cdn.tv:22/",
    "//name:word@cdn.tv/",
  ])("of a redirect to %s", async (location) => {
    expect(await refusal(await signed(`/to?location=${encodeURIComponent(location)}`))).toBe("relay_refused");
  });

  test("of this machine but the port that was allowed, nor of ourselves", async () => {
    const other = `${inject("simulatorUrl")}/control/counts`;
    expect(await refusal(await signed(`/to?location=${encodeURIComponent(other)}`))).toBe("relay_refused");
    expect(await refusal(await signed(other))).toBe("relay_refused");
    expect(await refusal(await signed("http://localhost/api/me", { via: "http://localhost" }))).toBe("relay_refused");
  });

  test("after a few redirects", async () => {
    const to = (address: string) => `/to?location=${encodeURIComponent(address)}`;
    expect((await get(await signed(to(to(to("/live/segment.ts")))))).status).toBe(200);
    expect(await refusal(await signed(to(to(to(to("/live/segment.ts"))))))).toBe("platform_unavailable");
  });

  test.each(["text/html", "image/svg+xml", "text/javascript", "application/json", "text/html\t;video/mp2t"])(
    "as %s",
    async (type) => {
      expect(await refusal(await signed(`/typed?type=${encodeURIComponent(type)}`))).toBe("not_media");
    },
  );

  test.each([
    ["/huge.m3u8", "platform_unavailable"],
    ["/page.m3u8", "not_media"],
    ["/status?status=404", "not_found"],
    ["/status?status=403", "relay_refused"],
    ["/status?status=500", "platform_unavailable"],
    ["/status?status=206", "platform_unavailable"],
    ["http://127.0.0.1:1/", "relay_refused"],
  ])("of %s but a sentence", async (address, code) => {
    expect(await refusal(await signed(address, { kind: "playlist" }))).toBe(code);
  });
});

test("who did not answer is named", async () => {
  await allow([host, "http://127.0.0.1:1"]);
  const said = async (address: string) => {
    const answer = await get(await signed(address, { kind: "playlist" }));
    return ((await answer.json()) as { error: { message: string } }).error.message;
  };
  expect(await said("http://127.0.0.1:1/live.m3u8")).toBe("127.0.0.1:1/live.m3u8 did not answer.");
  expect(await said("/huge.m3u8")).toBe(`${new URL(host).host}/huge.m3u8 answered with too much.`);
});

describe("on the open web", () => {
  const site = "https://hypecut.test";
  async function ask(address: string, addresses: readonly string[], via = "https://cdn.tv") {
    await allow(["https://cdn.tv"]);
    const asked: string[] = [];
    const deps: Partial<Deps> = {
      config: parseConfig(env),
      workspace: () => workspaceStub(env),
      monitor: (of) => monitorStub(env, of),
      mayCall: () => Promise.resolve(true),
      relaySigner: signer,
      lookUpHost: (name) => {
        asked.push(name);
        return Promise.resolve(addresses);
      },
    };
    const cookie = [...who.cookies].map((pair) => pair.join("=")).join("; ");
    const answer = await createApp(deps as Deps).request(site + (await signed(address, { via })), {
      headers: { cookie },
    });
    return [((await answer.json()) as { error: { code: string } }).error.code, ...asked];
  }

  test.each([["10.0.0.1"], ["8.8.8.8", "127.0.0.1"], ["[::1]"], ["[::ffff:10.0.0.1]"], ["[fe80::1]"], ["100.64.0.1"]])(
    "a name that resolves to %s is not asked",
    async (...addresses) => {
      expect(await ask("https://cdn.tv/a.ts", addresses)).toEqual(["relay_refused", "cdn.tv"]);
      expect(await ask("https://edge.tv/a.ts", addresses)).toEqual(["relay_refused", "edge.tv"]);
    },
  );

  test("a name without addresses is not asked, nor this machine, nor who was named by one that nobody allowed", async () => {
    expect(await ask("https://cdn.tv/a.ts", [])).toEqual(["platform_unavailable", "cdn.tv"]);
    expect(await ask(`${host}/live/segment.ts`, [])).toEqual(["relay_refused"]);
    expect(await ask("https://edge.tv/a.ts", ["8.8.8.8"], "https://third.tv")).toEqual(["relay_refused"]);
    expect(await ask(`${site}/api/me`, ["8.8.8.8"])).toEqual(["relay_refused"]);
  });
});

describe("what it costs", () => {
  test("is counted by requests and bytes, and shown", async () => {
    await (await get(await signed("/live/segment.ts"))).arrayBuffer();
    await textOf(get(await signed("/live/720p.m3u8", { kind: "playlist" })));
    const { use } = await relayState();
    expect(use.today.requests).toBe(2);
    expect(use.today.bytes).toBeGreaterThan(1_100);
    expect(use.stream).toEqual(use.today);
  });

  test("is counted too when the page hangs up, and ends at the day's limit while it is being sent", async () => {
    const reader = (await get(await signed("/endless"))).body?.getReader();
    await reader?.read();
    await reader?.cancel();
    await until(async () => (await relayState()).use.today.bytes > 0, "what was sent to be counted");
    await monitorStub(env, channel).noteRelayed(bytesPerGigabyte - 5_000_000);
    await allow([host], 1);
    await expect(get(await signed("/endless")).then((answer) => answer.arrayBuffer())).rejects.toThrow();
    const { use } = await relayState();
    expect(use.today.bytes).toBeLessThan(bytesPerGigabyte + 5_000_000);
    expect(await refusal(await signed("/live/segment.ts"))).toBe("relay_used_up");
  });

  test("is counted also where nothing comes of it", async () => {
    expect(await refusal(await signed("/huge.m3u8", { kind: "playlist" }))).toBe("platform_unavailable");
    await until(async () => (await relayState()).use.today.bytes >= 1_000_000, "what was read to be counted");
  });

  test("is told to members, and set by editors", async () => {
    const viewer = await memberWithRole("viewer");
    expect(await relayState(viewer)).toMatchObject({ address: expect.any(String), use: { today: { requests: 0 } } });
    const change = await viewer.json("PATCH", `${path(channel)}/settings`, {
      relay: { origins: [host], gigabytesADay: 1 },
    });
    expect(change.body.error.code).toBe("forbidden_role");
    for (const origin of ["https://10.0.0.1", "http://cdn.tv", "https://cdn.tv/", "https://router"]) {
      const wrong = await who.json("PATCH", `${path(channel)}/settings`, {
        relay: { origins: [origin], gigabytesADay: 1 },
      });
      expect([origin, wrong.status]).toEqual([origin, 400]);
    }
  });
});
