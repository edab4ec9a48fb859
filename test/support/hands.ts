// What a person does to a page and sees of it: the mouse, the keys, the words.
import type { Tab } from "./chromium.ts";

export interface Hands {
  /** A real press of the mouse, in the middle of what the selector finds first, once that is there. */
  press(selector: string): Promise<void>;
  /** One key, as `j`. */
  key(name: string): Promise<void>;
  /** Replaces what a field holds. */
  fill(selector: string, text: string): Promise<void>;
  texts(selector: string): Promise<(string | null)[]>;
  /** Waits until the selector finds something with these words. */
  sees(selector: string, words?: string): Promise<void>;
  /** Waits until the selector finds nothing. */
  missesAll(selector: string): Promise<void>;
  /** The heading of the card that has focus, or the text of what else has it. */
  focused(): Promise<string | null>;
  /** By how many pixels the page is wider than the window. */
  overflow(): Promise<number>;
  resize(width: number, height: number): Promise<void>;
}

/** Of what a page does by itself; a limit, not a pause. */
const withinMs = 30_000;

export function handsOn(page: Tab): Hands {
  const hands: Hands = {
    async press(selector) {
      const place = await page.until(
        (wanted) => {
          const element = document.querySelector(wanted);
          element?.scrollIntoView({ block: "center", behavior: "instant" });
          const box = element?.getBoundingClientRect();
          return box && box.width > 0 && { x: box.left + box.width / 2, y: box.top + box.height / 2 };
        },
        withinMs,
        selector,
      );
      for (const type of ["mousePressed", "mouseReleased"]) {
        await page.send("Input.dispatchMouseEvent", { type, ...place, button: "left", clickCount: 1 });
      }
    },
    async key(name) {
      const code = `Key${name.toUpperCase()}`;
      await page.send("Input.dispatchKeyEvent", { type: "keyDown", key: name, code, text: name });
      await page.send("Input.dispatchKeyEvent", { type: "keyUp", key: name, code });
    },
    async fill(selector, text) {
      await hands.press(selector);
      await page.evaluate((wanted) => document.querySelector<HTMLInputElement>(wanted)?.select(), selector);
      await page.send("Input.insertText", { text });
    },
    texts: (selector) =>
      page.evaluate((wanted) => [...document.querySelectorAll(wanted)].map((one) => one.textContent), selector),
    async sees(selector, words = "") {
      await page.until(
        (wanted, text) => [...document.querySelectorAll(wanted)].some((one) => one.textContent?.includes(text)),
        withinMs,
        selector,
        words,
      );
    },
    async missesAll(selector) {
      await page.until((wanted) => document.querySelector(wanted) === null, withinMs, selector);
    },
    focused: () =>
      page.evaluate(() => {
        const element = document.activeElement;
        const heading = element?.matches(".card") ? element.querySelector("h3") : element;
        return heading?.textContent ?? null;
      }),
    overflow: () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
    async resize(width, height) {
      const size = { width, height, deviceScaleFactor: 1, mobile: false };
      await page.send("Emulation.setDeviceMetricsOverride", size);
    },
  };
  return hands;
}
