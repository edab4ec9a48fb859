// Which hosts the relay asks, what it passes on, and how it counts.
import { describe, expect, test } from "vitest";
import { relayedType } from "#core/relay/media-type.ts";
import { mayRelay, wordFor } from "#core/relay/may-relay.ts";
import { relayedChannel, relayPath, ticketEndMs } from "#core/relay/relay-path.ts";
import { relayOriginProblem, relaySettingsSchema } from "#core/relay/relay-settings.ts";
import { addRelayUse, isRelayUsedUp, noRelayUse, relayUseAt } from "#core/relay/relay-use.ts";

const own = new URL("https://hypecut.tv");
const here = new URL("http://localhost:8787");
const cdn = "https://cdn.tv";
const asks = (address: string, { via = cdn, allowed = [cdn], at = own } = {}) =>
  mayRelay(new URL(address), via, { allowed, own: at });

describe("an address is asked", () => {
  test("of an allowed host, and of any host on the open web that an allowed one names", () => {
    expect(asks("https://cdn.tv/a")).toBe(true);
    expect(asks("https://edge.tv/a")).toBe(true);
    expect(asks("https://cdn.tv:8443/a", { allowed: ["https://cdn.tv:8443"], via: "" })).toBe(true);
  });

  test.each([
    "http://cdn.tv/a",
    "https://edge.tv:8443/a",
    "https://name@cdn.tv/a",
    "https://:word@cdn.tv/a",
    "https://hypecut.tv/api/relay/twitch/a/b",
    "https://127.0.0.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0177.0.0.1/",
    "https://127.1/",
    "https://①②⑦.0.0.1/",
    "https://127.0.0.1./",
    "https://10.0.0.1/",
    "https://100.64.1.1/",
    "https://169.254.169.254/latest/meta-data",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:a9fe:a9fe]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[2002:7f00:1::]/",
    "https://[fe80::1]/",
    "https://[fd00:ec2::254]/",
    "https://localhost/",
    "https://localhost./",
    "https://a.localhost/",
    "https://metadata.google.internal/",
    "https://metadata.google.internal./",
    "https://metadata/",
    "https://printer.local/",
    "http://localhost:8787/",
    "ftp://cdn.tv/",
    "file:///etc/passwd",
    "data:text/html,x",
  ])("but not %s, whoever names it", (address) => {
    const { origin } = new URL(address);
    expect(asks(address)).toBe(false);
    expect(asks(address, { allowed: [cdn, ...(origin === cdn ? [] : [origin])], via: origin })).toBe(
      // The port alone is what somebody may allow.
      address === "https://edge.tv:8443/a",
    );
  });

  test("not on the word of a host that was only named", () => {
    expect(asks("https://third.tv/a", { via: "https://edge.tv" })).toBe(false);
    expect(asks("https://cdn.tv.evil.tv/a", { via: "https://edge.tv" })).toBe(false);
  });

  test("not any more once its host is taken back, nor what that host has named", () => {
    expect([asks("https://cdn.tv/a", { allowed: [] }), asks("https://edge.tv/a", { allowed: [] })]).toEqual([
      false,
      false,
    ]);
  });

  test("of this computer where the deployment runs on it, and somebody has allowed the port", () => {
    const allowed = ["http://127.0.0.1:9000"];
    expect(asks("http://127.0.0.1:9000/a", { allowed, via: "", at: here })).toBe(true);
    expect(asks("http://127.0.0.1:9001/a", { allowed, via: "http://127.0.0.1:9000", at: here })).toBe(false);
    expect(asks("http://127.0.0.1:9000/a", { allowed, via: "", at: own })).toBe(false);
  });
});

describe("a chain of hosts", () => {
  const edge = "https://edge.tv";
  const third = { origin: "https://third.tv" };
  const word = (named: string, isLast: boolean, allowed = [cdn]) =>
    wordFor({ origin: named }, { origin: edge, via: cdn, isLast }, allowed);

  test("leads from an allowed host to another one's playlists, and from those to their files wherever they lie", () => {
    expect(wordFor({ origin: edge }, { origin: cdn, via: "", isLast: false }, [cdn])).toBe(cdn);
    expect([word(edge, false), word(edge, true), word(third.origin, true)]).toEqual([cdn, cdn, cdn]);
  });

  test("leads no further", () => {
    expect(word(third.origin, false)).toBe(edge);
    expect(asks("https://third.tv/live.m3u8", { via: edge })).toBe(false);
  });

  test("begins anew at each host that is allowed, whoever led there", () => {
    expect([word(third.origin, true, [edge]), word(edge, true, [edge])]).toEqual([edge, edge]);
  });
});

describe("a host may be allowed", () => {
  test.each([
    "https://cdn.tv",
    "https://cdn.tv:8443",
    "https://8.8.8.8",
    "http://localhost:9000",
    "https://[2606:4700::1111]",
  ])("as %s", (origin) => {
    expect([relayOriginProblem(origin), new URL(origin).origin]).toEqual([null, origin]);
  });

  test.each([
    "",
    "cdn.tv",
    "http://cdn.tv",
    "https://CDN.tv",
    "https://cdn.tv/",
    "https://cdn.tv:443",
    "https://cdn.tv/live.m3u8",
    "https://a@cdn.tv",
    "https://*.tv",
    "https://cdn.tv\nx",
    "https://router",
    "https://10.0.0.1",
    "https://2130706433",
    "https://0x7f.1",
    "https://1.2.3",
    "https://[::1",
    "https://[::ffff:10.0.0.1]",
    "https://[fd00::1]",
    "http://10.0.0.1",
    "https://metadata.google.internal",
    "https://printer.local.",
    "javascript://cdn.tv",
  ])("but not as %j", (origin) => {
    expect(relayOriginProblem(origin)).not.toBeNull();
    expect(relaySettingsSchema.safeParse({ origins: [origin], gigabytesADay: 1 }).success).toBe(false);
  });
});

test("types come out as one of a few, none of them a page or a script", () => {
  const kinds = ["playlist", "segment", "key", "data"] as const;
  const passed = (header: string | null) => kinds.map((kind) => relayedType(kind, header));
  const [list, bytes] = ["application/vnd.apple.mpegurl", "application/octet-stream"];
  expect(passed("Application/X-MpegURL; charset=utf-8")).toEqual([list, null, null, null]);
  expect(passed("video/MP2T")).toEqual([null, "video/mp2t", bytes, null]);
  expect(passed("text/plain")).toEqual([list, null, bytes, null]);
  expect(passed("application/json")).toEqual([null, null, null, bytes]);
  expect(passed(null)).toEqual([list, bytes, bytes, bytes]);
  for (const refused of [
    "text/html",
    "image/svg+xml",
    "text/javascript",
    "application/xhtml+xml",
    "application/pdf",
    "constructor",
    "__proto__",
    "text/xml",
  ])
    expect([refused, ...passed(refused)]).toEqual([refused, null, null, null, null]);
});

describe("use", () => {
  const day = Date.UTC(2026, 0, 17, 23, 59);
  const gigabytes = (bytes: number) => addRelayUse(relayUseAt(noRelayUse, "s-1", day), { requests: 3, bytes });

  test("is counted by the day and by the stream", () => {
    const use = gigabytes(7);
    expect(use).toEqual({
      day: "2026-01-17",
      today: { requests: 3, bytes: 7 },
      sessionId: "s-1",
      stream: { requests: 3, bytes: 7 },
    });
    expect(relayUseAt(use, "s-1", day + 120_000)).toMatchObject({ today: { bytes: 0 }, stream: { bytes: 7 } });
    expect(relayUseAt(use, "s-2", day)).toMatchObject({ today: { bytes: 7 }, stream: { bytes: 0 } });
  });

  test("is used up with the last byte that was allowed", () => {
    const settings = { origins: [], gigabytesADay: 2 };
    expect([isRelayUsedUp(gigabytes(1_999_999_999), settings), isRelayUsedUp(gigabytes(2e9), settings)]).toEqual([
      false,
      true,
    ]);
  });
});

test("a relay address is told from others by its path, and a ticket tells when it runs out", () => {
  const channel = { platform: "twitch", login: "neon_rally" } as const;
  expect(relayedChannel(`${relayPath(channel)}abc`)).toEqual(channel);
  expect(["/api/relay/youtube/a/b", "/api/relay/twitch/", "/x/api/relay/twitch/a/b"].map(relayedChannel)).toEqual([
    null,
    null,
    null,
  ]);
  expect([ticketEndMs(`1768651200000.${"a".repeat(43)}`), ticketEndMs("1768651200000.a"), ticketEndMs("")]).toEqual([
    1_768_651_200_000,
    null,
    null,
  ]);
});
