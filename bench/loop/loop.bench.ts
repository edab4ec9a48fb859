// The loop on this machine, everything embedded, as a measurement of `npm run bench`.
import { signIn } from "../../scripts/demo/sign-in.ts";
import { startProduct } from "../../test/support/start-product.ts";
import type { Measured } from "../row.ts";
import { messageToMoment } from "./message-to-moment.ts";
import { momentToLink } from "./moment-to-link.ts";

export async function measure(): Promise<Measured> {
  const product = await startProduct();
  try {
    const running = { product, ...(await signIn(product.address, "hypecut_demo")) };
    // First: once an account is connected, its clips need no page.
    const link = await momentToLink(product, running.cookie);
    return { rows: [...(await messageToMoment(running)), ...link] };
  } finally {
    await product.stop();
  }
}
