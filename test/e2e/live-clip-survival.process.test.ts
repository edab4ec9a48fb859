// The desk is killed at every point of the life of live clips, of what has just been seen.
import { testSurvival } from "../support/clip-desk-survival.ts";

testSurvival({
  kind: "live",
  agoMs: 12_000,
  requests: ["a clip", "whether it is there", "where its file is", "the file", "its picture"],
});
