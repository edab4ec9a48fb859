// Does what a person asked for, and says so if it cannot be done.
import { sentenceOf } from "../../api/request.ts";
import { toast } from "../../ui/toasts.tsx";

/** Never rejects. */
export async function orSayWhy(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    toast(sentenceOf(error), "bad");
  }
}
