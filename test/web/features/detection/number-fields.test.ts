// Numbers and lists of detection as a person types them.
import { expect, test } from "vitest";
import { detectionChoicesSchema } from "#core/channel/detection-choices.ts";
import { loginOf, typedNames } from "../../../../web/features/detection/name-list.ts";
import {
  alertFields,
  choiceOf,
  seedFields,
  typedNumber,
  withChoice,
} from "../../../../web/features/detection/number-fields.ts";

const field = (name: string) => {
  const found = [...seedFields, ...alertFields].find((one) => one.name === name);
  if (!found) throw new Error(name);
  return found;
};

test("every field's bounds are those the server holds it to", () => {
  for (const one of [...seedFields, ...alertFields]) {
    const accepts = (value: number) => detectionChoicesSchema.safeParse({ [one.part]: { [one.name]: value } }).success;
    expect([one.name, accepts(one.min), accepts(one.max), accepts(one.min - 1)]).toEqual([one.name, true, true, false]);
  }
});

test.each([
  ["chatVelocityThreshold", "7.5", { ok: true, value: 7.5 }],
  ["chatVelocityThreshold", " 7,5 ", { ok: true, value: 7.5 }],
  ["bits", "10,000", { ok: true, value: 10_000 }],
  ["bits", "1,000,000", { ok: true, value: 1_000_000 }],
  ["chatVelocityThreshold", "0,125", { ok: true, value: 0.125 }],
  ["chatVelocityThreshold", "", { ok: true, value: undefined }],
  ["raid", "", { ok: true, value: null }],
  ["chatVelocityThreshold", "fast", { ok: false, problem: "This is not a number." }],
  ["chatVelocityThreshold", "0", { ok: false, problem: "Between 0.1 and 10,000." }],
  ["chatWindowSeconds", "61", { ok: false, problem: "Between 1 and 60." }],
  ["keywordThreshold", "2.5", { ok: false, problem: "Only whole numbers." }],
])("%s ← “%s”", (name, text, expected) => {
  expect(typedNumber(field(name), text)).toEqual(expected);
});

test("a choice is made, changed and taken back without leaving a trace", () => {
  const one = withChoice({}, field("keywordThreshold"), 5);
  const two = withChoice(one, field("raid"), 20);
  expect(two).toEqual({ seed: { keywordThreshold: 5 }, alertAmounts: { raid: 20 } });
  expect([choiceOf(two, field("raid")), choiceOf(two, field("gift"))]).toEqual([20, undefined]);
  expect(withChoice(withChoice(two, field("raid"), null), field("keywordThreshold"), 3)).toEqual({});
  expect(withChoice({}, field("gift"), null)).toEqual({ alertAmounts: { gift: null } });
});

test("a bot is known however its login is written", () => {
  expect(["@NightBot", "nightbot", "Night_Bot"].map(loginOf)).toEqual(["nightbot", "nightbot", "night_bot"]);
});

test("names come with commas or one a line, once each", () => {
  expect(typedNames("clip that,  LUL\nclip   that\n\n, OMG ", 10)).toEqual({
    ok: true,
    names: ["clip that", "LUL", "OMG"],
  });
  expect(typedNames("a,b,c", 2)).toEqual({ ok: false, problem: "At most 2; these are 3." });
  expect(typedNames("x".repeat(61), 2)).toMatchObject({ ok: false });
});
