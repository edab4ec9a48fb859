// The clip desk on this machine, everything embedded, as a measurement of `npm run bench`.
import { signIn } from "../../scripts/demo/sign-in.ts";
import { startProduct } from "../../test/support/start-product.ts";
import { addChannels } from "../loop/bench-channels.ts";
import { openDashboardSocket } from "../loop/live-socket.ts";
import type { Measured } from "../row.ts";
import { candidateToDashboard } from "./candidate-to-dashboard.ts";
import { jobsPerMinute } from "./jobs-per-minute.ts";

const channelCount = 10;

export async function measure(): Promise<Measured> {
  const product = await startProduct();
  try {
    const running = { product, ...(await signIn(product.address, "hypecut_demo")) };
    const channels = await addChannels(running, channelCount);
    const dashboard = await openDashboardSocket(product.address, running.cookie);
    const candidates = await candidateToDashboard(running, channels, dashboard);
    const jobs = await jobsPerMinute(running, channels, dashboard);
    for (const { close } of [dashboard, ...channels.map(({ socket }) => socket)]) close();
    return { rows: [...candidates, ...jobs] };
  } finally {
    await product.stop();
  }
}
