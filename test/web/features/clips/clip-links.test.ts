// Where a clip's links lead.
import { describe, expect, test } from "vitest";
import type { ClipJob, TwitchClip } from "#core/clips/job/clip-job.ts";
import { clipLinks } from "../../../../web/features/clips/clip-links.ts";
import { aJob } from "../../../support/clip-builders.ts";

const askedAtMs = 1_000_000;
const hourMs = 3_600_000;
const twitch: TwitchClip = {
  ...{ accountId: "1337", askedAtMs, twitchClipId: "Abc", vodId: null, vodOffsetSeconds: null },
  ...{ editUrl: "https://clips.example/Abc/edit", clipUrl: "https://clips.example/Abc" },
};
const ready = (over: Partial<ClipJob> = {}) =>
  aJob({ status: "ready", executor: "twitch_live", clipId: "c1", fileCopy: "copied", twitch, ...over });

test("a clip of Twitch whose file is here has four", () => {
  expect(clipLinks(ready(), askedAtMs)).toEqual({
    page: "/c/c1",
    download: "/c/c1/download",
    clipUrl: "https://clips.example/Abc",
    editUrl: "https://clips.example/Abc/edit",
  });
});

test.each(["none", "wanted", "failed"] as const)("a file of Twitch that is %s cannot be downloaded", (fileCopy) => {
  expect(clipLinks(ready({ fileCopy }), askedAtMs).download).toBeNull();
});

test("a clip that a page has cut has its file and nothing of Twitch", () => {
  const cut = ready({ executor: "browser", fileCopy: "none", twitch: null });
  expect(clipLinks(cut, askedAtMs)).toEqual({
    ...{ page: "/c/c1", download: "/c/c1/download" },
    ...{ clipUrl: null, editUrl: null },
  });
});

test("editing ends after 24 hours", () => {
  const at = (nowMs: number) => clipLinks(ready(), nowMs).editUrl !== null;
  expect([at(askedAtMs + 24 * hourMs - 1), at(askedAtMs + 24 * hourMs)]).toEqual([true, false]);
});

test("a clip in the making can be edited on Twitch before it has a link here", () => {
  const polling = ready({ status: "polling", clipId: null, twitch: { ...twitch, clipUrl: null } });
  expect(clipLinks(polling, askedAtMs)).toEqual({
    ...{ page: null, download: null, clipUrl: null },
    editUrl: "https://clips.example/Abc/edit",
  });
});

describe("an address that is no web page's", () => {
  test.each(["javascript:alert(1)", "data:text/html,x", "//elsewhere", "https://", "ftp://x/y"])(
    "%s is no link",
    (address) => {
      const links = clipLinks(ready({ twitch: { ...twitch, editUrl: address, clipUrl: address } }), askedAtMs);
      expect([links.editUrl, links.clipUrl]).toEqual([null, null]);
    },
  );
});
