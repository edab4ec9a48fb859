import { expect, test } from "vitest";
import { streamAddress } from "../../../../web/engines/recorder/stream-address.ts";

const base = "https://hypecut.test/watch";

test("footage is fetched over https, and over http from this computer only", () => {
  expect(streamAddress("https://cdn.test/a.m3u8", base)).toBe("https://cdn.test/a.m3u8");
  expect(streamAddress("b.ts", "https://cdn.test/live/a.m3u8")).toBe("https://cdn.test/live/b.ts");
  expect(streamAddress("/relay/a.m3u8", base)).toBe("https://hypecut.test/relay/a.m3u8");
  expect(streamAddress("http://127.0.0.1:8080/a.m3u8", base)).toBe("http://127.0.0.1:8080/a.m3u8");
  expect(streamAddress("http://localhost/a.m3u8", base)).toBe("http://localhost/a.m3u8");
  for (const refused of [
    "http://cdn.test/a.m3u8",
    "http://localhost.evil.test/a",
    "http://127.0.0.1.evil.test/a",
    "file:///etc/passwd",
    "javascript:1",
    "blob:https://x/1",
    "http://",
  ]) {
    expect(streamAddress(refused, base)).toBeNull();
  }
});
