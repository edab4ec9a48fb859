// How long from opening the page of a live channel until its first picture is on the screen, with the recorder in between.
import { signIn } from "../../scripts/demo/sign-in.ts";
import { startChromium } from "../../test/support/chromium.ts";
import type { Product } from "../../test/support/start-product.ts";
import type { Row } from "../row.ts";

const rounds = 5;
/** A busy machine takes longer; a picture that is not there by then will not come. */
const patienceMs = 120_000;

declare global {
  /** Milliseconds from the navigation to the first picture. */
  var firstPictureMs: number | undefined;
}

/** The first visit of a browser: nothing is cached and nothing is recorded yet. */
export async function firstPicture(product: Product): Promise<Row[]> {
  const { cookie } = await signIn(product.address, "hypecut_demo");
  const seconds: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const chromium = await startChromium();
    try {
      const page = await chromium.open(`${product.address}/licences.html`, cookie);
      await page.send("Page.addScriptToEvaluateOnNewDocument", { source: `(${watchForPicture.toString()})()` });
      await page.goTo(`${product.address}/watch/twitch/neon_rally`);
      seconds.push((await page.until(() => globalThis.firstPictureMs, patienceMs)) / 1000);
    } finally {
      await chromium.close();
    }
  }
  const median = seconds.toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? Number.NaN;
  return [{ key: "watch.first_picture_s", value: median, unit: "s", baseline: null, ratio: null }];
}

/** Runs in the page before all else. */
function watchForPicture(): void {
  const seen = new MutationObserver(() => {
    const video = document.querySelector("video");
    if (video === null) return;
    seen.disconnect();
    video.requestVideoFrameCallback((atMs) => (globalThis.firstPictureMs = atMs));
  });
  seen.observe(document, { childList: true, subtree: true });
}
