import { nothingLacks } from "#core/recording/footage-lack.ts";
import { exports } from "cloudflare:workers";
import { beforeEach, describe, expect, test } from "vitest";
import { clipBytes, partBytes, sha256 } from "../../support/clip-bytes.ts";
import { type Json, origin, owner, visitor, type Visitor } from "../../support/site.ts";

const pageA = "page-aaaa";
const pageB = "page-bbbb";
let who: Visitor;
let jobId: string;

beforeEach(async () => {
  who = await owner();
  await who.json("POST", "/api/channels", { address: "twitch:neon_rally" });
  await untilLive();
  const nowMs = Date.now();
  const made = await who.json("POST", "/api/channels/twitch/neon_rally/clip-now", {
    fromMs: nowMs - 30_000,
    toMs: nowMs,
    requestId: crypto.randomUUID(),
  });
  if (made.status !== 201) throw new Error(JSON.stringify(made));
  jobId = made.body.job.jobId;
});

async function untilLive(): Promise<void> {
  for (let i = 0; i < 100; i++) {
    if ((await who.json("GET", "/api/channels/twitch/neon_rally")).body.session) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("the channel never went live");
}

const post = (path: string, body: unknown) => who.json("POST", `/api/clip-jobs/${jobId}/${path}`, body);

async function upload(bytes: Uint8Array, pageId = pageA, skip: readonly number[] = []): Promise<string> {
  const begun = await post("upload", { pageId, totalBytes: bytes.length, sha256: await sha256(bytes) });
  expect(begun.status).toBe(200);
  const done = new Set(begun.body.parts.map((part: { partNumber: number }) => part.partNumber));
  for (let partNumber = 1; (partNumber - 1) * partBytes < bytes.length; partNumber++) {
    if (done.has(partNumber) || skip.includes(partNumber)) continue;
    const sent = await sendPart(bytes, partNumber, pageId, begun.body.uploadId);
    expect(sent.status).toBe(200);
  }
  return begun.body.uploadId;
}

function sendPart(bytes: Uint8Array, partNumber: number, pageId: string, uploadId: string): Promise<Response> {
  const part = bytes.slice((partNumber - 1) * partBytes, partNumber * partBytes);
  return who.request(
    "PUT",
    `/api/clip-jobs/${jobId}/upload/parts/${partNumber}?page_id=${pageId}&upload_id=${encodeURIComponent(uploadId)}`,
    part,
  );
}

const lacks = { ...nothingLacks, withoutSoundMs: 2000 };

test("a clip goes from a person's wish to a link that plays", async () => {
  expect((await post("lease", { pageId: pageA })).body.job).toMatchObject({ status: "creating", attempts: 1 });
  const bytes = clipBytes(partBytes + 1000);
  const uploadId = await upload(bytes);
  const poster = await who.request(
    "PUT",
    `/api/clip-jobs/${jobId}/poster?page_id=${pageA}`,
    new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2]),
  );
  expect(poster.status).toBe(204);
  const { body } = await post("upload/complete", { pageId: pageA, uploadId, durationMs: 30_000, lacks });
  expect(body.job).toMatchObject({ status: "ready", lacks });
  expect(["lease" in body.job, "upload" in body.job]).toEqual([false, false]);
  const link = `/c/${body.job.clipId}`;

  const stranger = visitor();
  const page = await (await stranger.request("GET", link)).text();
  for (const tag of ["og:title", "og:video", "og:image", "og:url", "twitter:card"]) expect(page).toContain(tag);
  expect(page).toContain(`src="${link}/video.mp4"`);
  // To copy without a script, and laid out by the standard.
  expect(page).toMatch(new RegExp(`<input[^>]+readonly[^>]+value="[^"]+${link}"`));
  expect(page).toMatch(/^<!doctype html>/);
  const whole = await stranger.request("GET", `${link}/video.mp4`);
  expect(await sha256(new Uint8Array(await whole.arrayBuffer()))).toBe(await sha256(bytes));
  const download = await stranger.request("GET", `${link}/download`);
  expect(download.headers.get("content-disposition")).toMatch(
    /^attachment; filename="neon_rally_moment_(\d+h)?(\d+m)?\d+s_\d{3}_\d{8}\.mp4"$/,
  );
  await download.body?.cancel();
});

test("the files of a clip that is ready cannot be replaced", async () => {
  await post("lease", { pageId: pageA });
  const uploadId = await upload(clipBytes(2000));
  await post("upload/complete", { pageId: pageA, uploadId, durationMs: 30_000, lacks });
  const poster = new Uint8Array([0xff, 0xd8, 0xff, 0xe0]);
  const replaced = await who.request("PUT", `/api/clip-jobs/${jobId}/poster?page_id=${pageA}`, poster);
  const begun = await post("upload", { pageId: pageA, totalBytes: 3000, sha256: await sha256(clipBytes(3000)) });
  expect([replaced.status, begun.status, begun.body.error.message]).toEqual([409, 409, "This clip is ready."]);
});

describe("the video is given in ranges", () => {
  test.each([
    ["bytes=0-3", 206, "bytes 0-3/2000", 4],
    ["bytes=1990-", 206, "bytes 1990-1999/2000", 10],
    ["bytes=-5", 206, "bytes 1995-1999/2000", 5],
    ["bytes=100-99999", 206, "bytes 100-1999/2000", 1900],
    ["bytes=2000-", 416, "bytes */2000", 0],
    ["bytes=0-1,5-6", 200, null, 2000],
    ["lines=1-2", 200, null, 2000],
  ])("%s", async (range, status, contentRange, length) => {
    await post("lease", { pageId: pageA });
    const bytes = clipBytes(2000);
    const uploadId = await upload(bytes);
    const { body } = await post("upload/complete", { pageId: pageA, uploadId, durationMs: 30_000, lacks });
    const answer = await visitor().request("GET", `/c/${body.job.clipId}/video.mp4`, undefined, { range });
    const got = new Uint8Array(await answer.arrayBuffer());
    expect([answer.status, answer.headers.get("content-range"), got.length]).toEqual([status, contentRange, length]);
    const unchanged = await visitor().request("GET", `/c/${body.job.clipId}/video.mp4`, undefined, {
      "if-none-match": answer.headers.get("etag") ?? "",
    });
    expect(unchanged.status).toBe(304);
  });
});

test("an interrupted upload goes on where it stopped, and completing twice is the same as once", async () => {
  await post("lease", { pageId: pageA });
  const bytes = clipBytes(2 * partBytes + 5);
  const first = await upload(bytes, pageA, [2]);
  const early = await post("upload/complete", { pageId: pageA, uploadId: first, durationMs: 30_000, lacks });
  expect([early.status, early.body.error.code]).toEqual([409, "upload_incomplete"]);
  const second = await upload(bytes);
  expect(second).toBe(first);
  const done = await post("upload/complete", { pageId: pageA, uploadId: second, durationMs: 30_000, lacks });
  const again = await post("upload/complete", { pageId: pageA, uploadId: second, durationMs: 30_000, lacks });
  expect([done.status, again.status, again.body.job.clipId]).toEqual([200, 200, done.body.job.clipId]);
});

test("another cut of the same length begins anew: parts of two files are never joined", async () => {
  await post("lease", { pageId: pageA });
  const first = await upload(clipBytes(partBytes + 10, 1), pageA, [2]);
  const other = clipBytes(partBytes + 10, 2);
  const second = await upload(other);
  expect(second).not.toBe(first);
  expect((await sendPart(other, 2, pageA, first)).status).toBe(409);
  const { body } = await post("upload/complete", { pageId: pageA, uploadId: second, durationMs: 30_000, lacks });
  const got = await visitor().request("GET", `/c/${body.job.clipId}/video.mp4`);
  expect(await sha256(new Uint8Array(await got.arrayBuffer()))).toBe(await sha256(other));
});

test("two pages make one clip", async () => {
  const leases = await Promise.all([post("lease", { pageId: pageA }), post("lease", { pageId: pageB })]);
  expect(leases.map((lease) => lease.status).toSorted()).toEqual([200, 409]);
  const loser = leases[0].status === 200 ? pageB : pageA;
  const refused = [
    await post("upload", { pageId: loser, totalBytes: 2000, sha256: "0".repeat(64) }),
    await who.json("PUT", `/api/clip-jobs/${jobId}/lease`, { pageId: loser }),
    await post("fail", { pageId: loser, errorCode: "clip_cut_failed", detail: "x" }),
  ];
  expect(refused.map((answer) => answer.body.error.code)).toEqual(["lease_lost", "lease_lost", "lease_lost"]);
});

test("a failed cut says why and can be tried again three times", async () => {
  for (let round = 0; round < 3; round++) {
    await post("lease", { pageId: pageA });
    const failed = await post("fail", {
      pageId: pageA,
      errorCode: "clip_cut_failed",
      detail: "The footage could not be read.",
    });
    expect(failed.body.job).toMatchObject({
      status: "failed",
      failure: { code: "clip_cut_failed", reason: "page_failed", detail: "The footage could not be read." },
    });
    expect((await post("retry", {})).body.job.status).toBe("queued");
  }
  await post("lease", { pageId: pageA });
  await post("fail", { pageId: pageA, errorCode: "clip_cut_failed", detail: "x" });
  expect((await post("retry", {})).body.error.code).toBe("conflict");
});

test("what is not a clip, too large, or of another length is refused in words", async () => {
  await post("lease", { pageId: pageA });
  const text = new TextEncoder().encode("this is not a video".repeat(200));
  const spentId = await upload(text);
  expect(
    (await post("upload/complete", { pageId: pageA, uploadId: spentId, durationMs: 1, lacks })).body.error.code,
  ).toBe("not_a_clip");
  expect((await post("upload", { pageId: pageA, totalBytes: 1e12, sha256: "0".repeat(64) })).body.error.code).toBe(
    "bad_request",
  );
  const { uploadId } = (await post("upload", { pageId: pageA, totalBytes: text.length, sha256: await sha256(text) }))
    .body;
  expect(uploadId).not.toBe(spentId);
  const short = await who.request(
    "PUT",
    `/api/clip-jobs/${jobId}/upload/parts/1?page_id=${pageA}&upload_id=${encodeURIComponent(uploadId)}`,
    new Uint8Array(3),
  );
  expect([short.status, ((await short.json()) as Json).error.message]).toEqual([
    400,
    expect.stringContaining(`${text.length} bytes`),
  ]);
  const poster = (bytes: Uint8Array) => who.request("PUT", `/api/clip-jobs/${jobId}/poster?page_id=${pageA}`, bytes);
  expect((await poster(new Uint8Array(600 * 1024))).status).toBe(413);
  expect((await poster(new Uint8Array([1, 2, 3, 4]))).status).toBe(415);
});

test("asking for the same clip twice makes one", async () => {
  const nowMs = Date.now();
  const wish = { fromMs: nowMs - 30_000, toMs: nowMs, requestId: "request-0001" };
  const [first, second] = [
    await who.json("POST", "/api/channels/twitch/neon_rally/clip-now", wish),
    await who.json("POST", "/api/channels/twitch/neon_rally/clip-now", wish),
  ];
  expect([second.body.moment.id, second.body.job.jobId]).toEqual([first.body.moment.id, first.body.job.jobId]);
});

test("a title is one clean line, because the database refuses what a person cannot see", async () => {
  const nowMs = Date.now();
  const wish = { fromMs: nowMs - 30_000, toMs: nowMs, title: " no\u0000 brakes\n" };
  const made = await who.json("POST", "/api/channels/twitch/neon_rally/clip-now", wish);
  expect(made.body.job.title).toBe("no brakes");
});

test.each([
  [{ fromMs: 1, toMs: 2 }],
  [{ fromMs: 2, toMs: 1 }],
  [{ fromMs: 0, toMs: 10_000_000 }],
  [{ fromMs: "x", toMs: 5 }],
  [{ fromMs: -30_000, toMs: 0 }],
  [{ fromMs: 8e15, toMs: 8e15 + 30_000 }],
  [{ fromMs: 0, toMs: 30_000 }],
  [{ fromMs: Date.UTC(2058, 0), toMs: Date.UTC(2058, 0) + 30_000 }],
])("a clip of %j is refused", async (range) => {
  expect((await who.json("POST", "/api/channels/twitch/neon_rally/clip-now", range)).status).toBe(400);
});

test("a file that is not the announced one is refused, and can be sent again", async () => {
  await post("lease", { pageId: pageA });
  const [announced, other] = [clipBytes(2000, 1), clipBytes(2000, 2)];
  const { body } = await post("upload", { pageId: pageA, totalBytes: 2000, sha256: await sha256(announced) });
  await sendPart(other, 1, pageA, body.uploadId);
  const refused = await post("upload/complete", { pageId: pageA, uploadId: body.uploadId, durationMs: 30_000, lacks });
  expect([refused.status, refused.body.error.code]).toEqual([422, "wrong_checksum"]);
  const uploadId = await upload(announced);
  const done = await post("upload/complete", { pageId: pageA, uploadId, durationMs: 30_000, lacks });
  expect([done.status, done.body.job.status]).toEqual([200, "ready"]);
});

test("of a body of 50 MB for a part of 2 kB next to nothing is taken", async () => {
  await post("lease", { pageId: pageA });
  const bytes = clipBytes(2000);
  const { body } = await post("upload", { pageId: pageA, totalBytes: 2000, sha256: await sha256(bytes) });
  let taken = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      taken += 64 * 1024;
      if (taken > 50 * 1024 * 1024) controller.close();
      else controller.enqueue(new Uint8Array(64 * 1024));
    },
  });
  const path = `/api/clip-jobs/${jobId}/upload/parts/1?page_id=${pageA}&upload_id=${encodeURIComponent(body.uploadId)}`;
  const answer = await exports.default.fetch(
    new Request(new URL(path, origin), {
      method: "PUT",
      body: endless,
      headers: { origin, cookie: [...who.cookies].map(([name, value]) => `${name}=${value}`).join("; ") },
    }),
  );
  expect([answer.status, taken < 5 * 1024 * 1024]).toEqual([400, true]);
});

test("a clip's file is nobody else's to keep, so that it can be taken down", async () => {
  await post("lease", { pageId: pageA });
  const uploadId = await upload(clipBytes(2000));
  const { body } = await post("upload/complete", { pageId: pageA, uploadId, durationMs: 30_000, lacks });
  const answer = await visitor().request("GET", `/c/${body.job.clipId}/video.mp4`);
  await answer.body?.cancel();
  expect(answer.headers.get("cache-control")).toBe("private, max-age=300, must-revalidate");
});

test("a link that leads nowhere is a page that says so", async () => {
  for (const id of ["aaaaaaaaaaaaaaaa", "..%2f..", "<script>"]) {
    const answer = await visitor().request("GET", `/c/${id}`);
    expect([answer.status, (await answer.text()).includes("No clip here")]).toEqual([404, true]);
  }
});
