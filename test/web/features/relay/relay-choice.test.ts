// When a stream goes through the deployment, and what a person may choose about it.
import { expect, test } from "vitest";
import { isRelayed, relayOrigin, withRelay } from "../../../../web/features/relay/relay-choice.ts";

const cdn = "https://cdn.tv";
const relay = { origins: [cdn, "https://other.tv:8443"], gigabytesADay: 7 };

test("a stream goes through the deployment when its host, with its port, is allowed", () => {
  const addresses = [
    "https://cdn.tv/live.m3u8?a=1",
    "https://CDN.tv:443/live.m3u8",
    "https://cdn.tv:8443/",
    "https://a.cdn.tv/",
  ];
  expect(addresses.map((hlsUrl) => isRelayed({ hlsUrl, relay }))).toEqual([true, true, false, false]);
  expect([isRelayed({ hlsUrl: null, relay }), isRelayed({ hlsUrl: cdn, relay: undefined })]).toEqual([false, false]);
});

test("a host of this computer is offered where the deployment is on it too, one inside a network never", () => {
  const offered = (address: string | null, here: string) => relayOrigin(address, here);
  expect(offered("http://localhost:9000/a.m3u8", "localhost")).toBe("http://localhost:9000");
  expect(offered("http://localhost:9000/a.m3u8", "hypecut.workers.dev")).toBeNull();
  expect(offered("https://cdn.tv/a.m3u8", "hypecut.workers.dev")).toBe(cdn);
  expect(
    [null, "", "nonsense", "http://cdn.tv/a", "https://10.0.0.1/a"].map((one) => offered(one, "localhost")),
  ).toEqual(Array.from({ length: 5 }, () => null));
});

test("switching one host leaves the others and the limit as they are", () => {
  expect(withRelay(relay, cdn, false)).toEqual({ origins: ["https://other.tv:8443"], gigabytesADay: 7 });
  expect(withRelay(relay, cdn, true).origins).toEqual(["https://other.tv:8443", cdn]);
  expect(withRelay(undefined, cdn, true)).toEqual({ origins: [cdn], gigabytesADay: 50 });
});
