// The desk is killed at every point of the life of live clips, of what has just been seen.
import { testSurvival } from "../support/clip-desk-survival.ts";

testSurvival("live", 12_000);
