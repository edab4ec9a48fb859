// All routes of the Worker, in one place, over functions it is given.
import { Hono } from "hono";
import type { AppEnv, Deps } from "./deps.ts";
import { errorResponse } from "./http/error-response.ts";
import { identify, sameOrigin } from "./http/guards.ts";
import { boundedJson } from "./http/read-body.ts";
import { baseHeaders, noStore } from "./http/security-headers.ts";
import { accounts } from "./routes/accounts.ts";
import { actionQueue } from "./routes/action-queue.ts";
import { auth } from "./routes/auth.ts";
import { channelHistory } from "./routes/channel-history.ts";
import { channels } from "./routes/channels.ts";
import { clipJobs } from "./routes/clip-jobs.ts";
import { clips } from "./routes/clips.tsx";
import { connectTwitch } from "./routes/connect-twitch.ts";
import { flags } from "./routes/flags.ts";
import { notFound } from "./routes/not-found.tsx";
import { members } from "./routes/members.ts";
import { observability } from "./routes/observability.ts";
import { pages } from "./routes/pages.tsx";
import { channelRelay, relay } from "./routes/relay.ts";
import { status } from "./routes/status.ts";
import { uploads } from "./routes/uploads.ts";
import { webhooks } from "./routes/webhooks.ts";

export function createApp(deps: Deps) {
  const app = new Hono<AppEnv>();
  app.onError(errorResponse);
  app.use(baseHeaders);
  app.use(async (context, next) => {
    context.set("deps", deps);
    context.set("member", null);
    await next();
  });
  app.use("/", identify);
  app.use("/recordings", identify);
  app.use("/sign-in", identify);
  app.use("/watch/*", identify);
  app.use("/auth/*", noStore);
  app.use("/api/*", noStore, boundedJson, identify, sameOrigin);
  app.notFound(notFound);
  return app
    .get("/healthz", (context) => context.json({ ok: true }))
    .route("/", pages)
    .route("/auth", auth)
    .route("/auth", connectTwitch)
    .route("/c", clips)
    .route("/webhooks", webhooks)
    .route("/api", members)
    .route("/api/channels", channels)
    .route("/api/channels", channelHistory)
    .route("/api/channels", channelRelay)
    .route("/api/relay", relay)
    .route("/api/action-queue", actionQueue)
    .route("/api/clip-jobs", clipJobs)
    .route("/api/clip-jobs", uploads)
    .route("/api/accounts", accounts)
    .route("/api/flags", flags)
    .route("/api/observability", observability)
    .route("/api/status", status);
}
