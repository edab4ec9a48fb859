// The watch page on this machine, everything embedded, as a measurement of `npm run bench`.
import { startProduct } from "../../test/support/start-product.ts";
import type { Measured } from "../row.ts";
import { firstPicture } from "./first-picture.ts";

export async function measure(): Promise<Measured> {
  const product = await startProduct();
  try {
    return { rows: await firstPicture(product) };
  } finally {
    await product.stop();
  }
}
