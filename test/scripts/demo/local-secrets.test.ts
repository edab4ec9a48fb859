import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parseConfig } from "../../../adapters/config.ts";
import { localSecrets } from "../../../scripts/demo/local-secrets.ts";

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "hypecut-"))));
afterEach(() => rm(folder, { recursive: true, force: true }));

const urls = Object.fromEntries(
  ["TWITCH_ID_URL", "TWITCH_API_URL", "TWITCH_IRC_URL", "KICK_ID_URL", "KICK_API_URL"].map((name) => [
    name,
    "http://localhost/",
  ]),
);

test("are made once for a folder, readable by their owner only, and taken by the settings", async () => {
  const file = join(folder, "secrets.json");
  const made = await localSecrets(file);
  expect(await localSecrets(file)).toEqual(made);
  expect((await stat(file)).mode & 0o077).toBe(0);
  expect(parseConfig({ ...urls, ...made })).toMatchObject({
    tokenKey: made.TOKEN_KEY,
    eventSubSecret: made.EVENTSUB_SECRET,
  });
  expect((await localSecrets(join(folder, "other.json"))).TOKEN_KEY).not.toBe(made.TOKEN_KEY);
});

test.each(["", "{", '{"TOKEN_KEY":1}'])("are made anew where the file holds %j", async (text) => {
  const file = join(folder, "secrets.json");
  await writeFile(file, text);
  const made = await localSecrets(file);
  expect(JSON.parse(await readFile(file, "utf8"))).toEqual(made);
});

test("without them a deployment works, and connects no accounts", () => {
  expect(parseConfig(urls)).toMatchObject({
    tokenKey: null,
    eventSubSecret: null,
    publicUrl: null,
    clipWaitMs: 120_000,
  });
});

test.each([
  ["TOKEN_KEY", "short"],
  ["TOKEN_KEY", "not base64 at all, but long enough for one...="],
  ["EVENTSUB_SECRET", "too short"],
  ["EVENTSUB_SECRET", "ünderstood by nobody"],
  ["PUBLIC_URL", "example.com"],
  ["CLIP_WAIT_SECONDS", "1"],
  ["CLIP_WAIT_SECONDS", "soon"],
])("a wrong %s is named: %j", (name, value) => {
  expect(() => parseConfig({ ...urls, [name]: value })).toThrow(name);
});
