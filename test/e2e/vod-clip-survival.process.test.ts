// The desk is killed at every point of the life of clips of the recording of a stream.
import { testSurvival } from "../support/clip-desk-survival.ts";

testSurvival({
  kind: "vod",
  agoMs: 200_000,
  requests: ["the recordings", "a clip", "whether it is there", "where its file is", "the file", "its picture"],
});
