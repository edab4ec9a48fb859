// Which of two states of a job counts, and which change is worth telling.
import { expect, test } from "vitest";
import { applyJob, isNews, withoutUpload } from "#core/clips/job/job-order.ts";
import { aCreation, aJob } from "../../../support/clip-builders.ts";

const nowMs = 1_700_000_000_000;
const at = (updatedAtMs: number, title = "A jump") => aJob({ updatedAtMs, title });

test("of a list that holds a job, the newer state stays, and the list itself where nothing is new", () => {
  const other = aJob({ jobId: "other" });
  const jobs = [at(nowMs), other];
  expect(applyJob(jobs, at(nowMs - 1, "older"), nowMs)).toBe(jobs);
  expect(applyJob(jobs, at(nowMs, "same time"), nowMs)).toEqual([at(nowMs, "same time"), other]);
  expect(applyJob([other], at(nowMs), nowMs)).toEqual([at(nowMs), other]);
});

test("a state of tomorrow, from a clock that has since been put right, keeps out nothing", () => {
  expect(applyJob([at(nowMs + 3_600_000)], at(nowMs, "today"), nowMs)).toEqual([at(nowMs, "today")]);
});

test.each([
  ["a renewed lease", aJob({ status: "creating" }), { lease: { pageId: "page-a", expiresAtMs: 1 } }, false],
  ["another look in vain", aJob({ status: "polling" }), { looks: 3, nextAtMs: 9 }, false],
  ["that it is late", aJob({ status: "polling" }), { isLate: true }, true],
  ["a copied file", aJob({ status: "ready", executor: "twitch_live" }), { fileCopy: { status: "copied" } }, true],
  ["an address at Twitch", aJob({ status: "polling" }), { creation: { ...aCreation, editUrl: "https://other" } }, true],
] as const)("%s is news as it should be", (_, before, change, expected) => {
  expect(isNews(before, aJob({ ...before, ...change }))).toBe(expected);
});

test("an upload is between the desk and its page", () => {
  const upload = { uploadId: "u", totalBytes: 1, sha256: "a".repeat(64), parts: [] };
  expect(withoutUpload(aJob({ upload }))).toEqual(aJob());
  const ready = aJob({ status: "ready" });
  expect(withoutUpload(ready)).toBe(ready);
});
