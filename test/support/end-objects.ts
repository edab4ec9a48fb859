// After each file of tests in the Workers runtime its objects end. One that is left to its alarms may be at work when the
// runtime is told to stop, which then waits for it for ever.
import { reset } from "cloudflare:test";
import { afterAll } from "vitest";

afterAll(() => reset());
