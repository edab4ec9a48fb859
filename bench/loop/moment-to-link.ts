// How long from the moment on the page to a link a stranger can open, with the channel's page recording in Chromium. The
// clip ends 15 s after the peak, so some of it is footage that does not exist yet when the moment is told.
import { startChromium } from "../../test/support/chromium.ts";
import type { Product } from "../../test/support/start-product.ts";
import type { Row } from "../row.ts";
import { openPageSocket } from "./live-socket.ts";

/** A busy machine takes longer; a clip that is not there by then will not come. */
const patienceMs = 15 * 60_000;

export async function momentToLink(product: Product, cookie: string): Promise<Row[]> {
  const chromium = await startChromium();
  const socket = await openPageSocket(product.address, "twitch:70001", cookie);
  try {
    const page = await chromium.open(product.address);
    for (const wanted of ["Sign in with Twitch", "hypecut_demo"]) {
      await page.until(
        (text) => {
          const link = [...document.querySelectorAll<HTMLElement>("a")].find((one) => one.innerText.includes(text));
          link?.click();
          return link !== undefined;
        },
        patienceMs,
        wanted,
      );
    }
    await page.until(() => document.querySelector("main")?.innerText.includes("Neon_Rally") ?? false, patienceMs);
    await page.goTo(`${product.address}/watch/twitch/neon_rally`);
    const openedMs = Date.now();
    for (
      const giveUpMs = Date.now() + patienceMs;
      Date.now() < giveUpMs;
      await new Promise((resolve) => setTimeout(resolve, 250))
    ) {
      const told = socket.heard.find(({ atMs, message }) => atMs > openedMs && message.type === "moment");
      const moment = told?.message.type === "moment" ? told.message.moment : null;
      const ready = socket.heard.find(
        ({ message }) =>
          message.type === "job" && message.job.status === "ready" && message.job.momentId === moment?.id,
      );
      if (!told || !moment || ready?.message.type !== "job" || ready.message.job.status !== "ready") continue;
      const link = await fetch(`${product.address}/c/${ready.message.job.clipId}`);
      if (!link.ok) throw new Error(`The link answers ${link.status}.`);
      const seconds = (ready.atMs - told.atMs) / 1000;
      const footageSeconds = Math.max(0, (ready.message.job.range.toMs - told.atMs) / 1000);
      return [
        { key: "loop.moment_to_link_s", value: seconds, unit: "s", baseline: null, ratio: null },
        { key: "loop.footage_to_link_s", value: seconds - footageSeconds, unit: "s", baseline: null, ratio: null },
      ];
    }
    throw new Error("No clip became ready.");
  } finally {
    socket.close();
    await chromium.close();
  }
}
