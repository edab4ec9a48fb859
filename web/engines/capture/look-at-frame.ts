// Looks at captured pictures: the mark while the latency is measured, and once a second a thumbnail with what is in it.

export interface FrameLook {
  readonly thumbnail: ImageBitmap;
  readonly brightest: number;
  /** Mean difference to the look before, 0 to 255. */
  readonly change: number;
}

const width = 160;
const height = 90;

/** Keeps the look before, to tell whether the picture moves. */
export function createFrameEye(): { look(frame: VideoFrame): FrameLook; lumaOfCorner(frame: VideoFrame): number } {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const corner = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  if (context === null || corner === null) throw new Error("There is no canvas.");
  let before: Uint8ClampedArray | null = null;
  return {
    look(frame) {
      context.drawImage(frame, 0, 0, width, height);
      const lumas = lumasOf(context.getImageData(0, 0, width, height).data);
      const change = before === null ? 255 : meanDifference(lumas, before);
      before = lumas;
      return { thumbnail: copyOf(canvas), brightest: lumas.reduce((most, luma) => Math.max(most, luma), 0), change };
    },
    lumaOfCorner(frame) {
      // The middle of the mark: its edge is blurred by scaling.
      corner.drawImage(frame, 6, 6, 6, 6, 0, 0, 1, 1);
      return lumasOf(corner.getImageData(0, 0, 1, 1).data)[0] ?? 0;
    },
  };
}

function copyOf(canvas: OffscreenCanvas): ImageBitmap {
  const copy = new OffscreenCanvas(width, height);
  copy.getContext("2d")?.drawImage(canvas, 0, 0);
  return copy.transferToImageBitmap();
}

function lumasOf(pixels: Uint8ClampedArray): Uint8ClampedArray {
  const lumas = new Uint8ClampedArray(pixels.length / 4);
  // BT.601, of which exactness does not matter here.
  for (let index = 0; index < lumas.length; index++) {
    const [red = 0, green = 0, blue = 0] = pixels.subarray(index * 4, index * 4 + 3);
    lumas[index] = 0.299 * red + 0.587 * green + 0.114 * blue;
  }
  return lumas;
}

function meanDifference(some: Uint8ClampedArray, others: Uint8ClampedArray): number {
  return some.reduce((sum, luma, index) => sum + Math.abs(luma - (others[index] ?? 0)), 0) / some.length;
}
