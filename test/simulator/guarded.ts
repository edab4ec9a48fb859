// A service as it is mounted: every request is logged, and meets what was ordered for it.
import { failedAnswer, type Failures, type Service } from "./failures.ts";
import { spoiled, type Interventions } from "./interventions.ts";
import type { RequestLog } from "./request-log.ts";
import type { Answer, Ask, Serve } from "./router.ts";

export interface Surroundings {
  readonly nowMs: () => number;
  readonly log: RequestLog;
  readonly failures: Failures;
  readonly interventions: Interventions;
}

/** `name` is what a request is counted as; by default its method and path. */
export function guarded(around: Surroundings, service: Service, serve: Serve, name = defaultName): Serve {
  return (ask, request) => {
    around.log.add(`${service} ${name(ask)}`, ask.query.toString());
    const failure = around.failures.take(service);
    if (failure === null) return met(around, service, serve, ask, request);
    if (failure === "drop") request.socket.destroy();
    if (failure === "drop" || failure === "hang") return "leave";
    return failedAnswer(service, failure, around.nowMs());
  };
}

async function met(
  { interventions, nowMs }: Surroundings,
  service: Service,
  serve: Serve,
  ...[ask, request]: Parameters<Serve>
): Promise<Answer | "leave"> {
  const intervention = interventions.take(service, ask);
  if (intervention === null) return serve(ask, request);
  const { when, mode } = intervention;
  const answer = when === "after" ? await serve(ask, request) : null;
  if (answer === "leave" || mode === "hang") return "leave";
  const how = mode === "held" ? await interventions.hold(intervention, ask) : null;
  if (mode === "drop" || how === "dropped") {
    request.socket.destroy();
    return "leave";
  }
  if (mode === "held") return answer ?? serve(ask, request);
  return spoiled(mode, answer, nowMs());
}

function defaultName(ask: Ask): string {
  return `${ask.method} ${ask.path}`;
}
