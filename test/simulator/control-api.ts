// The control over HTTP, for whoever does not share the simulator's process.
import { z } from "zod";
import { orders, type Control, type OrderName } from "./control.ts";
import type { RequestLog } from "./request-log.ts";
import { json, type Answer, type Ask } from "./router.ts";
import type { WorldView } from "./world-view.ts";

/**
 * `POST /control/<order>` with the order as JSON; `GET /control/channels`, `/counts`, `/requests`, `/clips` (each clip
 * that was created, and how often which was asked for), and `/events?channel=&fromMs=&toMs=`: what the script says.
 */
export function controlApi(control: Control, world: WorldView, log: RequestLog): (ask: Ask) => Promise<Answer> {
  return async (ask) => {
    try {
      return ask.method === "POST" ? await order(ask, control) : question(ask, world, log);
    } catch (error) {
      const message =
        error instanceof z.ZodError ? z.prettifyError(error) : error instanceof Error ? error.message : "failed";
      return json(400, { error: message });
    }
  };
}

async function order(ask: Ask, control: Control): Promise<Answer> {
  const name = ask.path.slice(1);
  if (!Object.hasOwn(orders, name)) return json(404, { error: `no order ${name}` });
  const carryOut = control[name as OrderName] as (order: unknown) => Promise<unknown>;
  return json(200, await carryOut(ask.body === "" ? {} : JSON.parse(ask.body)));
}

const rangeSchema = z.object({ channel: z.string(), fromMs: z.coerce.number(), toMs: z.coerce.number() });

function question(ask: Ask, world: WorldView, log: RequestLog): Answer {
  switch (ask.path) {
    case "/channels":
      return json(200, world.channels());
    case "/counts":
      return json(200, log.counts());
    case "/requests":
      return json(200, log.requests());
    case "/clips":
      return json(200, { clips: world.clips(), creations: world.clipCreations() });
    case "/events": {
      const { channel, fromMs, toMs } = rangeSchema.parse(Object.fromEntries(ask.query));
      return json(200, world.eventsBetween(channel, fromMs, toMs));
    }
    default:
      return json(404, { error: "no such question" });
  }
}
