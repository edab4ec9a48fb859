// A service as it is mounted: every request is logged, and meets the failure that was ordered for it.
import { failedAnswer, type Failures, type Service } from "./failures.ts";
import type { RequestLog } from "./request-log.ts";
import type { Ask, Serve } from "./router.ts";

export interface Surroundings {
  readonly nowMs: () => number;
  readonly log: RequestLog;
  readonly failures: Failures;
}

/** `name` is what a request is counted as; by default its method and path. */
export function guarded(around: Surroundings, service: Service, serve: Serve, name = defaultName): Serve {
  return (ask, request) => {
    around.log.add(`${service} ${name(ask)}`, ask.query.toString());
    const failure = around.failures.take(service);
    if (failure === null) return serve(ask, request);
    if (failure === "drop") request.socket.destroy();
    if (failure === "drop" || failure === "hang") return "leave";
    return failedAnswer(service, failure, around.nowMs());
  };
}

function defaultName(ask: Ask): string {
  return `${ask.method} ${ask.path}`;
}
