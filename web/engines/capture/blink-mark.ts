// Blinks a small square in the captured part, so that the recorder can measure how long a picture takes to it.
import { blinkEveryMs, type Blink } from "#core/capture/pipeline-latency.ts";

const blinks = 8;

/** Takes 1.6 s. The mark lies in the upper left corner of `part` and is gone afterwards. */
export async function blinkMark(part: Element): Promise<readonly Blink[]> {
  const mark = document.createElement("div");
  mark.className = "capture-mark";
  mark.setAttribute("aria-hidden", "true");
  part.append(mark);
  try {
    const drawn: Blink[] = [];
    for (let count = 0; count < blinks; count++) {
      const isWhite = count % 2 === 0;
      mark.classList.toggle("white", isWhite);
      drawn.push({ isWhite, drawnAtMs: await nextFrame() });
      await new Promise((resolve) => setTimeout(resolve, blinkEveryMs));
    }
    return drawn;
  } finally {
    mark.remove();
  }
}

/** When the browser draws what was just changed, on the clock that workers share. */
function nextFrame(): Promise<number> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => resolve(performance.timeOrigin + performance.now()));
  });
}
