// Puts a text on the clipboard and says how that went.
import { toast } from "./toasts.tsx";

/** `what` begins the sentence: `Link`, `Job id`. */
export async function copyText(text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast(`${what} copied.`);
  } catch {
    toast("The browser did not allow copying. Select the text and copy it by hand.", "bad");
  }
}
