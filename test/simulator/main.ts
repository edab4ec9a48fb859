// The demo world as a process: `node test/simulator/main.ts [--port 4400] [--media folder] [--webhooks url]`. Its first line
// says as JSON where everything is and who is there.
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { startSimulator } from "./simulator.ts";
import { demoUsers } from "./world.ts";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "4400" },
    media: { type: "string", default: fileURLToPath(new URL("../media/sample", import.meta.url)) },
    webhooks: { type: "string" },
  },
});

const simulator = await startSimulator({
  port: Number(values.port),
  mediaDirectory: values.media,
  kickWebhookUrl: values.webhooks ?? null,
}).catch((error: Error) => {
  console.error(`The demo world cannot start: ${error.message}`);
  process.exit(1);
});
const { baseUrl, urls, twitchClient, kickClient } = simulator;
const liveChannels = simulator.world
  .channels()
  .filter(({ broadcasts }) => broadcasts.some(({ endedAtMs }) => endedAtMs === null))
  .map(({ platform, login }) => ({ platform, login, hlsUrl: simulator.hlsUrl(login) }));
const twitchUsers = demoUsers.twitch.map(({ login }) => login);
console.log(JSON.stringify({ baseUrl, urls, twitchClient, kickClient, twitchUsers, liveChannels }));

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void simulator.close().then(() => process.exit(0)));
}
