import { describe, expect, test } from "vitest";
import { asksForClip } from "#core/chat/clip-demand.ts";
import { looksLikeEmoteName } from "#core/chat/emote-name.ts";
import { foldedWords, foldText } from "#core/chat/fold-text.ts";
import { defaultKeywords, findKeyword } from "#core/chat/keywords.ts";
import { isReaction } from "#core/chat/reaction.ts";

describe("folding", () => {
  test.each([
    ["CLIIIIP THÁÁT", "clip that"],
    ["ｃｌｉｐ", "clip"],
    ["ÜBER", "uber"],
    ["КЛИП", "клип"],
    ["ガ", "ガ"],
    ["", ""],
  ])("%j is read as %j", (text, folded) => expect(foldText(text)).toBe(folded));

  test("is bounded", () => expect(foldText("ab".repeat(100_000)).length).toBeLessThanOrEqual(600));
  test("words lose their marks but a command keeps its own", () => {
    expect(foldedWords("  !Clip, that's it!!! ")).toBe(" !clip thats it ");
  });
});

describe("keywords", () => {
  const keywordIn = (text: string, list: readonly string[] = defaultKeywords) => findKeyword(foldedWords(text), list);

  test.each([
    ["CLIIIP THAT", "CLIP THAT"],
    ["someone clip", "CLIP"],
    ["nooooo wayyyy", "NO WAY"],
    ["omggg!!", "OMG"],
    ["that was INSANE", "INSANE"],
    ["wtf.", "WTF"],
    ["lmaooo", "LMAO"],
  ])("%j holds %s", (text, keyword) => expect(keywordIn(text)).toBe(keyword));

  test.each(["eclipse", "insanely", "no wayne", "clipper", ""])("%j holds none", (text) =>
    expect(keywordIn(text)).toBeNull(),
  );

  test("phrases of unspaced scripts are found inside a sentence", () => {
    expect(keywordIn("這太扯了吧", ["太扯"])).toBe("太扯");
  });
  test("a phrase of nothing but marks matches nothing", () => expect(keywordIn("what ???", ["???", " "])).toBeNull());
});

describe("asking for a clip", () => {
  const asks = (text: string) => asksForClip(foldedWords(text), text);

  test.each([
    "clip that",
    "CLIP IT",
    "CLIIIP THAT",
    "CLIIIIIP",
    "clip clip clip",
    "!clip",
    "someone clip that",
    "please clip",
    "can someone clip this",
    "clip it chat",
    "get a clip",
    "CLIP!!!",
    "somebody clip it lol",
    "clip plz",
    "clipea eso",
    "clipen",
    "clipa isso",
    "clipem",
    "clippez",
    "clippt das",
    "clippa",
    "klip al",
    "КЛИП",
    "клипните",
    "クリップして",
    "클립 따",
    "快剪",
  ])("%j does", (text) => expect(asks(text)).toBe(true));

  test.each([
    "nice clip",
    "that clip was funny",
    "did you see the clip that they posted",
    "https://clips.twitch.tv/Abc clip it",
    "eclipse that",
    "paperclip",
    "he got clipped",
    "my video is clipping",
    "the clip it was in",
    "hello",
    "i once saw a clip that somebody made of it and then we all went home",
    "",
    "!clips",
  ])("%j does not", (text) => expect(asks(text)).toBe(false));
});

describe("reactions", () => {
  test.each([
    "LOL",
    "lmao",
    "hahaha",
    "ahahah",
    "jajaja",
    "kkkkk",
    "ㅋㅋㅋ",
    "wwww",
    "ｗｗｗ",
    "草",
    "哈哈哈",
    "666",
    "ахахах",
    "555",
    "xD",
    "mdr",
    "WHAT",
    "NO WAY",
    "nooooo",
    "what??",
    "!!!",
    "?!",
    "KEKW KEKW KEKW",
    "PogChamp",
    "monkaS monkaS",
    "😂😂",
    "lol he died",
  ])("%j is one", (text) => expect(isReaction(text, [])).toBe(true));

  test.each([
    "hello",
    "gg",
    "what is this song",
    "I think the second half of the match was better than the first",
    "OK",
    "see you",
    "THIS IS A LONG ANNOUNCEMENT ABOUT TOMORROWS STREAM AND WHAT WE WILL DO IN IT",
    "",
    "blooper",
    "while",
  ])("%j is none", (text) => expect(isReaction(text, [])).toBe(false));

  test("an emote the platform marked counts whatever its name", () => {
    expect(isReaction("coolthing", ["coolthing"])).toBe(true);
    expect(isReaction("coolthing", [])).toBe(false);
  });
});

test("names of emotes are told from words by their shape", () => {
  expect(["PogChamp", "monkaS", "SMOrc", "starWall", "Kappa"].filter(looksLikeEmoteName)).toHaveLength(5);
  expect(["hello", "Hello", "HELLO", "2nd", "it's", "iPhone?"].filter(looksLikeEmoteName)).toEqual([]);
});
