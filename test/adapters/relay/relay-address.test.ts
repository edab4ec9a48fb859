// What an address of the relay is good for: one channel, one session, one address of a host, and some minutes.
import { expect, test } from "vitest";
import type { Channel } from "#core/channel/channel.ts";
import { relayAddresses, type Relayed } from "../../../adapters/relay/relay-address.ts";
import { relaySigner } from "../../../adapters/relay/relay-signer.ts";

const key = (letter: string) => btoa(letter.repeat(32));
const channel = (login: string, channelId: string): Channel => ({
  platform: "twitch",
  channelId,
  login,
  displayName: login,
});
const rally = channel("neon_rally", "1");
const finch = channel("copper_finch", "2");
const now = Date.UTC(2026, 0, 17, 12);
const segment: Relayed = { kind: "segment", url: new URL("https://cdn.tv/a/b.ts?x=1&q=%2F"), via: "https://cdn.tv" };

const issuer = (of = rally, session = "s-1", secret = key("k")) => relayAddresses(relaySigner(secret), of, session);
async function address(by = issuer(), relayed = segment, ticketBy = by, atMs = now): Promise<URL> {
  return new URL(await by.address(relayed, await ticketBy.ticket(atMs)), "https://hypecut.tv");
}
const read = (asked: URL, by = issuer(), nowMs = now) =>
  by.read(asked, nowMs).then(
    ({ url, kind, via }) => ({ url: url.href, kind, via }),
    (error: { code: string }) => error.code,
  );

test("an address is read as it was given, query and all", async () => {
  expect(await read(await address())).toEqual({ ...segment, url: segment.url.href });
  const odd = "https://xn--bcher-kva.tv:8443/%E2%82%AC%20/;a=(1)";
  for (const ending of ["", "?", "#a", "?#"]) {
    const named = { ...segment, url: new URL(odd + ending) };
    expect(await read(await address(issuer(), named))).toEqual({ ...named, url: odd });
  }
});

test("an address that was made before is made alike, for its own session and channel alone", async () => {
  const signer = relaySigner(key("k"));
  const made = async (of: Channel, session: string) => relayAddresses(signer, of, session).address(segment, "ticket");
  const first = await made(rally, "s-1");
  const renamed = { ...rally, login: "neon_rally_tv" };
  const others = await Promise.all([made(rally, "s-2"), made(finch, "s-1"), made(renamed, "s-1")]);
  expect([await made(rally, "s-1"), new Set([first, ...others]).size]).toEqual([first, 4]);
});

test.each([
  ["another session", issuer(rally, "s-2")],
  ["another channel", issuer(finch)],
  ["another deployment", issuer(rally, "s-1", key("x"))],
])("the signature of %s is none here, also beside a ticket of our own, and neither is its ticket", async (_, other) => {
  expect(await read(await address(other))).toBe("bad_signature");
  expect(await read(await address(other, segment, issuer()))).toBe("bad_signature");
  expect(await read(await address(issuer(), segment, other))).toBe("bad_signature");
});

test("a ticket lasts five to ten minutes, cannot be made longer, and a newer one may take its place", async () => {
  const [old, newer] = [await address(), await address(issuer(), segment, issuer(), now + 9 * 60_000)];
  const minutes = async (asked: URL, after: number) => read(asked, issuer(), now + after * 60_000);
  expect([await minutes(old, 4.9), await minutes(old, 10)]).toEqual([expect.any(Object), "relay_expired"]);
  const longer = new URL(old);
  longer.searchParams.set("ticket", (old.searchParams.get("ticket") ?? "").replace(/^\d+/, String(now + 3_600_000)));
  expect(await minutes(longer, 1)).toBe("bad_signature");
  old.searchParams.set("ticket", newer.searchParams.get("ticket") ?? "");
  expect(await minutes(old, 12)).toEqual(expect.any(Object));
});

test("a seal or a signature of anything else is no signature of an address", async () => {
  const signer = relaySigner(key("k"));
  const asked = await address();
  for (const signature of [
    "",
    "x",
    "a".repeat(43),
    await signer.sign(["ticket", "twitch:1", "s-1", segment.url.href]),
  ]) {
    asked.searchParams.set("signature", signature);
    expect([signature, await read(asked)]).toEqual([signature, "bad_signature"]);
  }
  // Lists whose texts run together differently are different lists.
  expect(await signer.verify(["a", "bc"], await signer.sign(["ab", "c"]))).toBe(false);
});

test("a live playlist takes a player's own directives, and no others", async () => {
  const asked = await address(issuer(), { ...segment, kind: "playlist", url: new URL("https://cdn.tv/a.m3u8?t=1") });
  for (const [name, value] of [
    ["_HLS_msn", "12"],
    ["_HLS_part", "1&x=y"],
    ["_HLS_skip", "YES"],
    ["token", "mine"],
  ] as const)
    asked.searchParams.set(name, value);
  expect(await read(asked)).toMatchObject({ url: "https://cdn.tv/a.m3u8?t=1&_HLS_msn=12&_HLS_skip=YES" });
  const part = await address();
  part.searchParams.set("_HLS_msn", "12");
  expect(await read(part)).toMatchObject({ url: segment.url.href });
});
