// Counts what comes of a share and looks at it once a second.
import { createFrameEye, type FrameLook } from "./look-at-frame.ts";

/** What came within the last second. */
export interface ShareLook {
  /** Of the captured picture, pixels; 0 before the first. */
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  /** Pictures that the encoder was too slow for. */
  readonly dropped: number;
  /** Null when none came. */
  readonly picture: FrameLook | null;
  /** Loudest sample, 0 to 1. */
  readonly peak: number;
}

export interface ShareLooks {
  /** Copies the frame; the caller still closes its own. */
  saw(frame: VideoFrame): void;
  dropped(): void;
  heard(peak: number): void;
  /** Brightness of the upper left corner, where the mark blinks. */
  lumaOfCorner(frame: VideoFrame): number;
  /** What came since the last call. */
  take(): ShareLook;
  destroy(): void;
}

export function createShareLooks(): ShareLooks {
  const eye = createFrameEye();
  const none = { frames: 0, dropped: 0, peak: 0 };
  let counted = none;
  let size = { width: 0, height: 0 };
  let newest: VideoFrame | null = null;
  const keep = (frame: VideoFrame | null) => {
    newest?.close();
    newest = frame;
  };
  return {
    saw(frame) {
      counted = { ...counted, frames: counted.frames + 1 };
      size = { width: frame.displayWidth, height: frame.displayHeight };
      keep(frame.clone());
    },
    dropped: () => void (counted = { ...counted, dropped: counted.dropped + 1 }),
    heard: (peak) => void (counted = { ...counted, peak: Math.max(counted.peak, peak) }),
    lumaOfCorner: eye.lumaOfCorner,
    take() {
      const look = { ...size, ...counted, picture: newest === null ? null : eye.look(newest) };
      counted = none;
      keep(null);
      return look;
    },
    destroy: () => keep(null),
  };
}
