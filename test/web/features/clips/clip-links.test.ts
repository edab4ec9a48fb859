// Where a clip's links lead.
import { describe, expect, test } from "vitest";
import { clipLinks } from "../../../../web/features/clips/clip-links.ts";
import { aJob, type JobPart } from "../../../support/clip-builders.ts";

const askedAtMs = 1_000_000;
const hourMs = 3_600_000;
const editUrl = "https://clips.example/Abc/edit";
const creation = { accountId: "1337", earlierAccountIds: [], askedAtMs, twitchClipId: "Abc", editUrl };
const made = { clipId: "c1", clipUrl: "https://clips.example/Abc", fileCopy: { status: "copied" }, creation } as const;
const ready = (over: JobPart = {}) => aJob({ status: "ready", executor: "twitch_live", ...made, ...over });

test("a clip of Twitch whose file is here has four", () => {
  expect(clipLinks(ready(), askedAtMs)).toEqual({
    page: "/c/c1",
    download: "/c/c1/download",
    clipUrl: "https://clips.example/Abc",
    editUrl: "https://clips.example/Abc/edit",
  });
});

test.each(["none", "wanted", "failed"] as const)("a file of Twitch that is %s cannot be downloaded", (status) => {
  const fileCopy = { status, looks: 0, failures: 0, nextAtMs: 0 };
  expect(clipLinks(ready({ fileCopy }), askedAtMs).download).toBeNull();
});

test("a clip that a page has cut has its file and nothing of Twitch", () => {
  const cut = aJob({ status: "ready", clipId: "c1" });
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
  const polling = aJob({ status: "polling", creation });
  expect(clipLinks(polling, askedAtMs)).toEqual({
    ...{ page: null, download: null, clipUrl: null },
    editUrl: "https://clips.example/Abc/edit",
  });
});

describe("an address that is no web page's", () => {
  test.each(["javascript:alert(1)", "data:text/html,x", "//elsewhere", "https://", "ftp://x/y"])(
    "%s is no link",
    (address) => {
      const links = clipLinks(ready({ creation: { ...creation, editUrl: address }, clipUrl: address }), askedAtMs);
      expect([links.editUrl, links.clipUrl]).toEqual([null, null]);
    },
  );
});
