// The time that a video's file name states, and whether the file begins or ends there.
import type { LocalTime } from "#core/recording/file/local-time.ts";

export interface NameTime {
  readonly time: LocalTime;
  /** Our own recordings are named in UTC; every other program uses the clock of its computer. */
  readonly zone: "utc" | "local";
  /** A replay buffer is named when it is saved, which is where it ends. */
  readonly states: "begin" | "end";
  /** Who names files so. */
  readonly pattern: "recording" | "obs_replay" | "obs" | "compact" | "iso";
}

const patterns: readonly (Omit<NameTime, "time"> & { readonly form: RegExp })[] = [
  // neon_rally_s005_20260117_153216
  { form: /_s\d{3,}_(\d{4})(\d\d)(\d\d)_(\d\d)(\d\d)(\d\d)(?!\d)/, zone: "utc", states: "begin", pattern: "recording" },
  // Replay 2026-01-17 15-32-16 (OBS puts the prefix of its settings first, "Replay" unless changed)
  {
    form: /^replay.*?(\d{4})-(\d\d)-(\d\d)[ _T](\d\d)[-.:](\d\d)[-.:](\d\d)(?!\d)/i,
    ...{ zone: "local", states: "end", pattern: "obs_replay" },
  },
  // 2026-01-17 15-32-16, with or without words before it (OBS, ShadowPlay, Xbox Game Bar write the like)
  {
    form: /(?<!\d)(\d{4})-(\d\d)-(\d\d)[ _](\d\d)[-.](\d\d)[-.](\d\d)(?!\d)/,
    ...{ zone: "local", states: "begin", pattern: "obs" },
  },
  // 2026-01-17T15:32:16Z, or with signs that a file name may have
  {
    form: /(?<!\d)(\d{4})-(\d\d)-(\d\d)T(\d\d)[-_.:]?(\d\d)[-_.:]?(\d\d)(?:\.\d+)?Z/,
    ...{ zone: "utc", states: "begin", pattern: "iso" },
  },
  // clavicular_20260117_143022 (streamlink's {time:%Y%m%d_%H%M%S}), VID_20260117_143022
  {
    form: /(?<!\d)(\d{4})(\d\d)(\d\d)[_-](\d\d)(\d\d)(\d\d)(?!\d)/,
    zone: "local",
    states: "begin",
    pattern: "compact",
  },
];

/** Longer names are refused by every file system. */
const longestName = 255;

export function nameTime(name: string): NameTime | null {
  for (const { form, ...rest } of patterns) {
    const parts = form.exec(name.slice(0, longestName))?.slice(1, 7).map(Number);
    if (parts?.length === 6) return { time: parts as unknown as LocalTime, ...rest };
  }
  return null;
}

/** A download of a whole broadcast, which begins with the stream: `Title [v2670043823]`, `twitch_vod_2670043823`, `… VOD …`. */
export function isVodName(name: string): boolean {
  return /\[v\d{8,12}\]|(?<![a-z])vod(?![a-z])|twitchdownloader|^\[\d{1,2}-\d{1,2}-\d{2}\] /i.test(
    name.slice(0, longestName),
  );
}
