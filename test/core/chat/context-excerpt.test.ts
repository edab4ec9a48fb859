import { describe, expect, test } from "vitest";
import { contextExcerpt, maxExcerptChars } from "#core/chat/context-excerpt.ts";
import { RecentLines } from "#core/chat/recent-lines.ts";

const peakMs = 1_700_000_000_000;
const moment = { onsetMs: peakMs - 10_000, peakMs };

function heard(...texts: (string | readonly [text: string, offsetSeconds: number, login?: string])[]) {
  return texts.map((one, index) => {
    const [text, offsetSeconds = 0, chatterLogin = `viewer_${index}`] = typeof one === "string" ? [one] : one;
    return { text, chatterLogin, atMs: peakMs + offsetSeconds * 1000 };
  });
}

const excerpt = (...texts: Parameters<typeof heard>) => contextExcerpt(heard(...texts), moment);

describe("an excerpt", () => {
  test("says what most people wrote, each once, at most three lines", () => {
    expect(excerpt("gg", "NO WAY", "no way", "Nooo waaay", "clip that", "clip that", "LMAO", "LMAO", "hm")).toBe(
      "NO WAY · clip that · LMAO",
    );
  });

  test("prefers what was written nearest to the peak", () => {
    expect(excerpt(["early", -9], ["at once", 1], ["a little later", 4], ["much later", 9])).toBe(
      "at once · a little later · early",
    );
  });

  test("is of the moment alone", () => {
    expect(excerpt(["before", -11], ["now", 0], ["after", 11])).toBe("now");
    expect(excerpt(["before", -11])).toBeNull();
    expect(contextExcerpt([], moment)).toBeNull();
  });

  test("counts what is pasted as one voice", () => {
    const paste = "this is the greatest moment in the history of everything";
    expect(excerpt(...Array.from({ length: 50 }, () => paste), "what a shot", "what a shot")).toBe(
      `what a shot · ${paste}`,
    );
  });

  test("names nobody: no mention, and nobody who was there", () => {
    expect(excerpt("@Someone look", ["that was viewer_0's idea", 0, "other"], ["Other: wow", 0, "third"], "＠me")).toBe(
      "look · that was idea · wow",
    );
  });

  test.each([
    "https://evil.example/x",
    "go to evil.example/x",
    "WWW.EVIL.EXAMPLE",
    "discord.gg/abc",
    "mail me a@b.example",
    "steam://run/1",
    "пример.рф",
    "call 0123456789",
    "!clip",
    "\u0007!clip it",
    " \u0000\n ",
    "...",
    "@someone",
    "\u200b\u202e\u{e0000}",
  ])("leaves %j out", (text) => expect(excerpt(text)).toBeNull());

  test("is one clean line", () => {
    expect(excerpt("so\u0000 \n\tgood\u202e \u{e0000}")).toBe("so good");
    expect(excerpt("what... a 3.5 second run")).toBe("what... a 3.5 second run");
  });

  test("tells three voices however long the first is", () => {
    expect(excerpt("so good ".repeat(60), "no way", "clip that")).toMatch(/^so good .{60,80} · no way · clip that$/);
  });

  test("is never longer than a candidate may carry, and splits no character", () => {
    const long = (letter: string) => `${letter}💥`.repeat(33);
    const made = excerpt(long("a"), long("b"), long("c"), long("d")) ?? "";
    expect(made.length).toBeLessThanOrEqual(maxExcerptChars);
    expect(made.isWellFormed()).toBe(true);
  });
});

describe("recent lines", () => {
  const message = (text: string, atMs: number, isFromSharedChat = false) =>
    ({
      type: "message",
      id: "x",
      sentAtMs: atMs,
      chatterId: "1",
      chatterLogin: "one",
      text,
      emotes: [],
      isFromSharedChat,
    }) as const;
  const texts = (lines: RecentLines) => lines.all().map(({ text }) => text);

  test("keep the first of a second, two minutes, and short lines of this channel", () => {
    const lines = new RecentLines();
    for (let index = 0; index < 100; index++) lines.add(message(`m${index}`, peakMs + index));
    lines.add(message("x".repeat(101), peakMs + 1000));
    lines.add(message("shared", peakMs + 1000, true));
    expect(texts(lines)).toEqual(["m0", "m1", "m2", "m3", "m4"]);
    lines.add(message("later", peakMs + 121_000));
    expect(texts(lines)).toEqual(["later"]);
  });

  test("are bounded whatever the clock of the messages says", () => {
    const lines = new RecentLines();
    for (let index = 0; index < 5000; index++)
      lines.add(message("y".repeat(100), peakMs + (index % 2 ? 1 : -1) * index * 1000));
    expect(lines.all().length).toBeLessThanOrEqual(300);
    lines.clear();
    expect(texts(lines)).toEqual([]);
  });
});
