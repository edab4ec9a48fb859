// The page's weight as a measurement of `npm run bench`.
import { buildPages } from "../../scripts/build-pages.ts";
import type { Measured } from "../row.ts";
import { benchPageWeight } from "./page-weight.ts";

export async function measure(): Promise<Measured> {
  const pages = await buildPages();
  if (!pages.ok) throw new Error(`The pages could not be built.\n${pages.output}`);
  return { rows: await benchPageWeight() };
}
