// What people keep and discard, as weights.
import { expect, test } from "vitest";
import { triggerFeedback, weightsOf } from "#core/moments/trigger-weights.ts";
import type { TriggerType } from "#core/moments/moment.ts";

const trigger = (type: TriggerType) => ({
  type,
  atMs: 0,
  windowSeconds: 10,
  value: 1,
  baseline: null,
  ratio: null,
  unit: "",
  term: null,
});
const answers = (verdict: "kept" | "discarded", times: number, ...types: TriggerType[]) =>
  Array.from({ length: times }, () => ({ moment: { triggers: types.map(trigger) }, verdict }));

test("without answers nothing is weighed", () => {
  expect(triggerFeedback([])).toEqual([]);
});

test("a trigger that is kept more often than the others counts more, and its figures are told", () => {
  const feedback = triggerFeedback([
    ...answers("kept", 12, "keyword"),
    ...answers("discarded", 3, "keyword"),
    ...answers("kept", 5, "chat_velocity"),
    ...answers("discarded", 10, "chat_velocity"),
  ]);
  // p = (17 + 5) / (30 + 10) = 0.55; keyword ((12 + 5.5) / 25) / 0.55 = 1.27; chat ((5 + 5.5) / 25) / 0.55 = 0.76.
  expect(feedback).toEqual([
    { type: "chat_velocity", kept: 5, discarded: 10, weight: 0.76 },
    { type: "keyword", kept: 12, discarded: 3, weight: 1.27 },
  ]);
  expect(weightsOf(feedback)).toEqual({ chat_velocity: 0.76, keyword: 1.27 });
});

test("one answer moves a weight by less than a tenth, and no number of answers switches a trigger off", () => {
  const [once] = triggerFeedback(answers("discarded", 1, "emote_spam"));
  expect(once?.weight).toBeGreaterThan(0.9);
  const always = triggerFeedback([...answers("discarded", 400, "emote_spam"), ...answers("kept", 100, "keyword")]);
  expect(weightsOf(always)).toEqual({ emote_spam: 0.5, keyword: 2 });
});

test("a moment of two triggers speaks of both, one made by hand of none", () => {
  const feedback = triggerFeedback([
    ...answers("kept", 2, "keyword", "clip_demand"),
    ...answers("discarded", 9, "manual"),
  ]);
  expect(feedback.map(({ type, kept, discarded }) => [type, kept, discarded])).toEqual([
    ["keyword", 2, 0],
    ["clip_demand", 2, 0],
  ]);
});
