// Short words about something that just happened; read out politely, gone by themselves.
import { signal } from "@preact/signals";
import "./toasts.css";

interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: "plain" | "bad";
}

/** More than this on screen at once would only cover the page. */
const maxToasts = 3;
const shownMs = 5_000;
/** A failure takes longer to read than a success. */
const badShownMs = 10_000;

const toasts = signal<readonly Toast[]>([]);
let lastId = 0;

/** Shows a sentence for a few seconds. */
export function toast(text: string, tone: Toast["tone"] = "plain"): void {
  const id = ++lastId;
  toasts.value = [...toasts.value, { id, text, tone }].slice(-maxToasts);
  setTimeout(() => (toasts.value = toasts.value.filter((one) => one.id !== id)), tone === "bad" ? badShownMs : shownMs);
}

export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.value.map((one) => (
        <p key={one.id} class={`toast ${one.tone === "bad" ? "bad" : ""}`}>
          {one.text}
        </p>
      ))}
    </div>
  );
}
