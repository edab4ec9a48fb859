// The what-if in a real Chromium: a saved chat is read and tried in the worker, and given up when told to.
import { afterAll, beforeAll, expect, test } from "vitest";
import { defaultDetectionSettings, type DetectionSettings } from "#core/detection/detection-settings.ts";
import { type Chromium, startChromium, type Tab } from "../../../support/chromium.ts";
import { type EngineServer, startEngineServer } from "../../../support/engine-server.ts";

let chromium: Chromium;
let server: EngineServer;
let page: Tab;

beforeAll(async () => {
  [chromium, server] = await Promise.all([startChromium(), startEngineServer()]);
  page = await chromium.open(server.page);
  await page.until(() => globalThis.engines !== undefined, 10_000);
});
afterAll(async () => {
  await chromium?.close();
  await server?.close();
});

const startMs = Date.UTC(2026, 0, 17, 20, 0, 0);

/** Half an hour of one message a second, and in minute 20 thirty people who all write the same short line at once. */
function savedChat(shout: string): string {
  const comment = (second: number, person: string, body: string) => ({
    _id: `${second}-${person}`,
    created_at: new Date(startMs + second * 1000).toISOString(),
    content_offset_seconds: second,
    commenter: { _id: person, name: person, display_name: person },
    message: { body, fragments: [{ text: body, emoticon: null }], user_badges: [], emoticons: [] },
  });
  const calm = Array.from({ length: 1800 }, (_, second) => comment(second, `p${second % 40}`, "and then we went left"));
  const crowd = Array.from({ length: 30 }, (_, at) => comment(1200 + Math.floor(at / 10), `crowd${at}`, shout));
  return JSON.stringify({
    streamer: { name: "x", id: 1 },
    video: { created_at: new Date(startMs).toISOString() },
    comments: [...calm, ...crowd],
  });
}

const seed: DetectionSettings = { ...defaultDetectionSettings, profile: "seed" };
const withKeyword = (keyword: string): DetectionSettings => ({
  ...seed,
  seed: { ...seed.seed, chatVelocityThreshold: 10_000, clipKeywords: [keyword] },
});

test("other settings give other moments of the same chat, also keywords, because its text is at hand", async () => {
  const tried = await page.evaluate(
    async (json, settings) => {
      const whatIf = globalThis.engines.startWhatIf();
      const file = new File([json], "chat.json");
      await whatIf.ask((work) => work.takeChat(file, settings[0] as (typeof settings)[0]));
      const peaks: number[][] = [];
      for (const one of settings) {
        const { moments } = await whatIf.ask((work) => work.replay(one));
        peaks.push(moments.map(({ peakMs }) => peakMs));
      }
      whatIf.destroy();
      return peaks;
    },
    savedChat("banana split"),
    [withKeyword("clip it"), withKeyword("banana split")],
  );
  expect(tried[0]).toEqual([]);
  expect(tried[1]?.map((peakMs) => Math.round((peakMs - startMs) / 5000))).toEqual([240]);
});

test("a file that is no chat is refused in words, and work that is given up says so, also to who asks later", async () => {
  const problems = await page.evaluate(
    async (json, settings) => {
      const problemOf = (work: Promise<unknown>) =>
        work.then(
          () => null,
          (error: Error) => error.message,
        );
      const whatIf = globalThis.engines.startWhatIf();
      const garbage = await problemOf(whatIf.ask((work) => work.takeChat(new File(["{]"], "x.json"), settings)));
      const read = problemOf(whatIf.ask((work) => work.takeChat(new File([json], "chat.json"), settings)));
      whatIf.destroy();
      const after = problemOf(whatIf.ask((work) => work.replay(settings)));
      return [garbage, await read, await after];
    },
    savedChat("clip it"),
    seed,
  );
  expect(problems).toEqual([
    "This is not a chat saved by TwitchDownloader as JSON, or there is no message in it.",
    "Cancelled.",
    "Cancelled.",
  ]);
});
