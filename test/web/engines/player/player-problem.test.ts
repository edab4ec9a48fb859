import { expect, test } from "vitest";
import { codecsIn, isUndecodable, problemWords } from "../../../../web/engines/player/player-problem.ts";

type Problem = Parameters<typeof problemWords>[0];
const problem = (details: string, more: object = {}) => ({ details, ...more }) as Problem;

test("a codec without a decoder is no reason to try again, and is named", () => {
  const lacking = problem("bufferAddCodecError", { mimeType: "video/mp4;codecs=hvc1.1.6.L120.90" });
  expect([isUndecodable(lacking), codecsIn(lacking), isUndecodable(problem("fragLoadError"))]).toEqual([
    ...[true, "hvc1.1.6.L120.90", false],
  ]);
  expect(codecsIn(problem("bufferIncompatibleCodecsError"))).toBeNull();
});

test("what a server answers is told by its code", () => {
  const answers = [404, 403, 503].map((code) => problemWords(problem("manifestLoadError", { response: { code } })));
  expect(answers).toEqual([
    "The address answers that there is no stream (404).",
    "The address refuses this page (403).",
    "The stream's server has a problem (503).",
  ]);
});
