// Starts the demo world by hand: `node test/simulator/main.ts [--port 4400] [--media folder] [--webhooks url]`.
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { startSimulator } from "./simulator.ts";

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
console.log(simulator.baseUrl);
for (const [name, url] of Object.entries(simulator.urls)) console.log(`${name}=${url}`);
for (const { login, broadcasts } of simulator.world.channels()) {
  if (broadcasts.length > 0) console.log(`live: ${simulator.hlsUrl(login)}`);
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void simulator.close().then(() => process.exit(0)));
}
