// The desk is killed at every point of the life of clips of the recording of a stream.
import { testSurvival } from "../support/clip-desk-survival.ts";

testSurvival("vod", 200_000);
