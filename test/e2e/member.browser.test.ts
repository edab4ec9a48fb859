// A member's open dashboard hears of what others do: with the product itself behind it.
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Chromium, startChromium } from "../support/chromium.ts";
import { sharedProduct, type SharedProduct } from "../support/shared-product.ts";

let product: SharedProduct;
let chromium: Chromium;

beforeAll(async () => {
  [product, chromium] = await Promise.all([sharedProduct(), startChromium()]);
});
afterAll(() => chromium?.close());

test("a channel that the owner adds appears on a viewer's open dashboard, who may not take it away", async () => {
  const viewer = await product.newMember("viewer");
  const tab = await product.openTab(chromium, viewer, "/");
  await tab.until(() => document.body.innerText.includes("Neon_Rally"), 20_000);
  const { login } = await product.newChannel();
  await tab.until((name) => document.body.innerText.includes(name), 20_000, login);
  await expect(viewer.call("DELETE", `/api/channels/twitch/${login}`)).rejects.toMatchObject({
    code: "forbidden_role",
  });
});
