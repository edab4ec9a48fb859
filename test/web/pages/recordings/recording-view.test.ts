import { expect, test } from "vitest";
import type { ListedRecording } from "../../../../web/engines/recordings/list-recordings.ts";
import type { ChannelSummary } from "#core/channel/channel-summary.ts";
import type { ClipJob } from "#core/clips/job/clip-job.ts";
import { deleteQuestion, openJobsOf, recordingView } from "../../../../web/pages/recordings/recording-view.ts";

const fromMs = new Date(2026, 0, 17, 21, 5).getTime();
const hour = 3_600_000;
const format = {
  ...{ id: "f1", initFile: "f1.mp4" },
  video: { codec: "avc1.640028", width: 1920, height: 1080 },
  audio: { codec: "mp4a.40.2", sampleRate: 48_000, channels: 2 },
};
const recording = (over: Partial<ListedRecording> = {}): ListedRecording => ({
  ...{ name: "neon_rally_s005_20260117_200500", channelKey: "twitch:70001", fromMs, toMs: fromMs + 2 * hour },
  ...{ heldMs: 1.5 * hour, bytes: 4.2e9, gaps: [], marks: [], formats: [format], firstPicture: null },
  ...{ isKept: false, isRunning: false, read: {} as ListedRecording["read"] },
  ...over,
});
const channel = { platform: "twitch", channelId: "70001", login: "neon_rally", displayName: "Neon_Rally" };
const channels = [channel as ChannelSummary];

test("a recording says whose it is, when it was, how much there is, and how it sounds", () => {
  expect(recordingView(recording(), channels)).toEqual({
    ...{ title: "Neon_Rally", platform: "twitch", watchPath: "/watch/twitch/neon_rally", session: "Session 5" },
    ...{ when: "17 January 2026, 21:05–23:05", length: "1 h 30 min", space: "4.2 GB" },
    ...{ gaps: "no gaps", causes: [], ads: null, format: "1920×1080 H.264, AAC" },
    sound: "Sound as it was broadcast, before anybody muted it.",
  });
});

test("of a channel that is not watched any more the name is known, and there is no page of it", () => {
  const { title, watchPath, platform } = recordingView(recording({ channelKey: "kick:1" }), channels);
  expect([title, watchPath, platform]).toEqual(["neon_rally", null, "kick"]);
});

test("only where a platform mutes afterwards is the sound worth a word, and not without any", () => {
  const sounds = [recording({ channelKey: "kick:1" }), recording({ formats: [{ ...format, audio: null }] })];
  expect(sounds.map((one) => recordingView(one, []).sound)).toEqual([null, null]);
});

test("gaps are summed up by their causes, and ads by their length", () => {
  const gap = (reason: "disk_full" | "no_key", seconds: number) => ({ fromMs, toMs: fromMs + seconds * 1000, reason });
  const gaps = [gap("disk_full", 10), gap("no_key", 4), gap("disk_full", 20)];
  const marks = [{ kind: "ad", fromMs, toMs: fromMs + 30_000 }] as const;
  expect(recordingView(recording({ gaps, marks }), [])).toMatchObject({
    gaps: "3 gaps, 34 s",
    causes: ["2 × there was no room on disk, 30 s", "1 × it was encrypted, and the key was refused, 4 s"],
    ads: "1 advertisement, 30 s",
  });
});

test("a change of format is told, many are counted", () => {
  const of = (...heights: number[]) => ({
    formats: heights.map((height) => ({ ...format, video: { ...format.video, height } })),
  });
  expect(recordingView(recording(of(1080, 720)), []).format).toBe("1920×1080 H.264, AAC; 1920×720 H.264, AAC");
  expect(recordingView(recording(of(1, 2, 3, 4)), []).format).toBe("4 formats, the first 1920×1 H.264, AAC");
});

test("over midnight both days are named", () => {
  expect(recordingView(recording({ toMs: fromMs + 4 * hour }), []).when).toBe(
    "17 January 2026, 21:05–18 January 2026, 01:05",
  );
});

const job = (over: object = {}) =>
  ({
    ...{ status: "queued", executor: "browser", channel: { platform: "twitch", channelId: "70001" } },
    ...{ range: { fromMs: fromMs + 1000, toMs: fromMs + 31_000 }, updatedAtMs: fromMs },
    ...over,
  }) as ClipJob;

test("clips that are still to be cut from it are those of its channel and its time that a page makes", () => {
  const before = { fromMs: fromMs - 60_000, toMs: fromMs - 30_000 };
  const others = [
    ...[job({ status: "ready" }), job({ executor: "twitch_live" }), job({ range: before })],
    job({ channel: { platform: "kick", channelId: "70001" } }),
  ];
  const needed = [job(), job({ status: "approved", executor: null })];
  expect(openJobsOf(recording(), [...others, ...needed])).toEqual(needed);
});

test("whoever deletes it is told what is lost", () => {
  const view = recordingView(recording(), channels);
  const lost =
    "Delete the recording of Neon_Rally, 17 January 2026, 21:05–23:05? 1 h 30 min of footage (4.2 GB) cannot be brought back.";
  expect([[], [job()], [job(), job()], null].map((jobs) => deleteQuestion(view, jobs))).toEqual([
    lost,
    `${lost} One clip that is still to be made needs it, and will not be made.`,
    `${lost} 2 clips that are still to be made need it, and will not be made.`,
    `${lost} Whether clips still need it could not be looked up.`,
  ]);
});
