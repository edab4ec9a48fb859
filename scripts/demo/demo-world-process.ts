// Runs the demo world as a process of its own, and reads from its first line where everything is.
import { createInterface } from "node:readline";
import { z } from "zod";
import { startGroup } from "../process-group.ts";

const client = z.object({ id: z.string(), secret: z.string() });
/** What `test/simulator/main.ts` announces. */
const announcementSchema = z.object({
  /** The Worker's settings that point it at this world. */
  urls: z.record(z.string(), z.string()),
  twitchClient: client,
  kickClient: client,
  /** Who can sign in with Twitch; the first owns the deployment. */
  twitchUsers: z.array(z.string()).min(1),
  liveChannels: z.array(z.object({ platform: z.enum(["twitch", "kick"]), login: z.string(), hlsUrl: z.string() })),
});

export interface DemoWorld extends z.infer<typeof announcementSchema> {
  stop(): Promise<void>;
}

export interface DemoWorldOptions {
  readonly port: number;
  /** The sample stream: a folder with `sample.json` and segments. */
  readonly media: string;
  readonly kickWebhookUrl: string;
}

/** Rejects when it ends before it has announced itself; its own words are then on the terminal. */
export async function startDemoWorldProcess(options: DemoWorldOptions): Promise<DemoWorld> {
  const args = ["--port", `${options.port}`, "--media", options.media, "--webhooks", options.kickWebhookUrl];
  const { child, ended, signal } = startGroup(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", "test/simulator/main.ts", ...args],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const line = await firstLine(child.stdout);
  if (line === null) throw new Error("The demo world has ended while starting.");
  return {
    ...announcementSchema.parse(JSON.parse(line)),
    async stop() {
      signal("SIGTERM");
      await ended;
    },
  };
}

async function firstLine(stream: NodeJS.ReadableStream | null): Promise<string | null> {
  if (stream === null) return null;
  return new Promise((resolve) => {
    createInterface(stream)
      .once("line", resolve)
      .once("close", () => resolve(null));
  });
}
