// What passes for a segment of a stream.
import { expect, test } from "vitest";
import { looksLikeMedia } from "#core/recording/looks-like-media.ts";

test("an error page does not pass for a piece of video", () => {
  const page = new TextEncoder().encode(`<!doctype html>${" ".repeat(400)}`);
  const ts = new Uint8Array(376);
  ts[0] = ts[188] = 0x47;
  const moof = Uint8Array.from([0, 0, 0, 8, ...new TextEncoder().encode("moof")]);
  const aac = new Uint8Array(400);
  aac.set([0xff, 0xf1]);
  const media = (hasInit: boolean) =>
    [page, new Uint8Array(), ts, aac, moof].map((one) => looksLikeMedia(one, hasInit));
  expect(media(false)).toEqual([false, false, true, true, true]);
  expect(media(true)).toEqual([false, false, false, false, true]);
});
