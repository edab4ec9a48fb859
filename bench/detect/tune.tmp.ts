import { detectionSettingsFor } from "#core/detection/detection-settings.ts";
import { readLog, readManifest, logStartSecond } from "./read-log.ts";
import { clipLinkWindow, clipDemandWindow, countFound, countFoundShifted } from "./recall.ts";
import { countLog, replay } from "./replay-log.ts";
const [dir, every, ...specs] = process.argv.slice(2);
const streams = await readManifest(dir!);
const configs: any[] = JSON.parse(specs[0]!);
const acc = configs.map(() => new Map<string, any>());
for (const [i, stream] of streams.entries()) {
  if (i % Number(every) !== 0) continue;
  const seconds = countLog(await readLog(stream.file));
  configs.forEach((c, k) => {
    const base = detectionSettingsFor({ profile: "adaptive", alarmsPerHour: c.B ?? 4 });
    const s = { ...base, adaptive: { ...base.adaptive, ...c } };
    const peaks = replay(seconds, s as any).map((m) => m.peakMs / 1000 - logStartSecond);
    const a = acc[k]!.get(stream.channel) ?? { n: 0, h: 0, l: 0, f: 0, d: 0, df: 0, sp: 0, spn: 0, r: 0 };
    a.n += peaks.length; a.h += stream.durationSeconds / 3600; a.l += stream.clipLinkSeconds.length;
    a.f += countFound(stream.clipLinkSeconds, peaks, clipLinkWindow);
    a.r += countFoundShifted(stream.clipLinkSeconds, peaks, clipLinkWindow, stream.durationSeconds);
    a.d += stream.clipDemandSeconds.length; a.df += countFound(stream.clipDemandSeconds, peaks, clipDemandWindow);
    if (stream.durationSeconds >= 7200 && stream.messagesPerSecond >= .2) { a.spn++; if (Math.abs(peaks.length / (stream.durationSeconds / 3600) / (c.B ?? 4) - 1) <= .4) a.sp++; }
    acc[k]!.set(stream.channel, a);
  });
}
configs.forEach((c, k) => {
  const all = [...acc[k]!.entries()];
  const f = (a: any) => `${(a.n / a.h).toFixed(2)}/h link ${(a.f / a.l).toFixed(3)} (${(a.r / a.l).toFixed(2)}) dem ${(a.df / a.d).toFixed(3)} spread ${(a.sp / a.spn).toFixed(2)}`;
  const tot: any = {}; for (const [, a] of all) for (const key in a) tot[key] = (tot[key] ?? 0) + a[key];
  console.log(JSON.stringify(c), "ALL", f(tot), ...all.map(([n, a]) => `| ${n.slice(0, 6)} ${f(a)}`));
});
