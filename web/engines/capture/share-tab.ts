// Asks the browser for this tab and cuts the share down to one element; only a gesture of a person may call this.
import { partsOfTab, type NarrowableTrack, type ShareOptions } from "./capture-dom.ts";

export type ShareProblem =
  /** This browser cannot share a part of a tab. */
  | "unsupported"
  /** The person said no, or the computer does. */
  | "refused"
  /** Something else than this tab was shared. */
  | "other_surface"
  /** The browser could not do it. */
  | "failed";

export interface SharedTab {
  readonly status: "shared";
  readonly pictures: ReadableStream<VideoFrame>;
  /** Null when the tab was shared without its sound. */
  readonly sounds: ReadableStream<AudioData> | null;
  /** `restricted`: only the element is captured; `cropped`: what lies over it, too. */
  readonly scope: "restricted" | "cropped";
  /** Resolves when the share has ended, from here or from the browser's own bar. */
  readonly ended: Promise<void>;
  stop(): void;
}

/** More than any stream has; a screen that shows more gives as many as it draws. */
const framesPerSecond = 60;
/** A worker that is busy for a moment loses no picture; older ones are dropped by the browser. */
const maxWaitingFrames = 8;

export function canShareTab(): boolean {
  return (
    typeof navigator.mediaDevices?.getDisplayMedia === "function" &&
    "MediaStreamTrackProcessor" in globalThis &&
    "VideoEncoder" in globalThis &&
    (partsOfTab.RestrictionTarget ?? partsOfTab.CropTarget) !== undefined
  );
}

/** `part` must form a stacking context of its own (`isolation: isolate`), else Element Capture gives no pictures. */
export async function shareTab(
  part: Element,
): Promise<SharedTab | { readonly status: "problem"; readonly problem: ShareProblem }> {
  if (!canShareTab()) return { status: "problem", problem: "unsupported" };
  const stream = await askForTab();
  if (typeof stream === "string") return { status: "problem", problem: stream };
  const stop = () => {
    for (const track of stream.getTracks()) track.stop();
  };
  const [picture] = stream.getVideoTracks();
  const [sound] = stream.getAudioTracks();
  const scope = picture === undefined ? "other_surface" : await narrow(picture, part);
  if (picture === undefined || scope === "other_surface") {
    stop();
    return { status: "problem", problem: "other_surface" };
  }
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  picture.addEventListener("ended", () => {
    // The sound of a share that was stopped would go on.
    stop();
    resolve();
  });
  return {
    ...{ status: "shared", scope, ended },
    pictures: new MediaStreamTrackProcessor({
      track: picture as MediaStreamVideoTrack,
      maxBufferSize: maxWaitingFrames,
    }).readable,
    sounds:
      sound === undefined ? null : new MediaStreamTrackProcessor({ track: sound as MediaStreamAudioTrack }).readable,
    stop() {
      stop();
      resolve();
    },
  };
}

/** The browser scales a tab down that has more pixels, and never up. */
const largest = { width: { ideal: 3840 }, height: { ideal: 2160 } };

const options: ShareOptions = {
  preferCurrentTab: true,
  selfBrowserSurface: "include",
  surfaceSwitching: "exclude",
  monitorTypeSurfaces: "exclude",
  video: { displaySurface: "browser", frameRate: { ideal: framesPerSecond }, cursor: "never", ...largest },
  audio: {
    suppressLocalAudioPlayback: false,
    // These are meant for voices: they make music pump, and sound mono.
    ...{ echoCancellation: false, noiseSuppression: false, autoGainControl: false },
    ...{ channelCount: 2, sampleRate: 48_000 },
  },
};

async function askForTab(): Promise<MediaStream | "refused" | "failed"> {
  try {
    return await navigator.mediaDevices.getDisplayMedia(options);
  } catch (error) {
    return error instanceof DOMException && error.name === "NotAllowedError" ? "refused" : "failed";
  }
}

/** Only a share of this very tab can be cut down to an element of it. */
async function narrow(track: NarrowableTrack, part: Element): Promise<SharedTab["scope"] | "other_surface"> {
  const { displaySurface } = track.getSettings();
  if (displaySurface !== undefined && displaySurface !== "browser") return "other_surface";
  const { RestrictionTarget, CropTarget } = partsOfTab;
  try {
    if (track.restrictTo !== undefined && RestrictionTarget !== undefined) {
      await track.restrictTo(await RestrictionTarget.fromElement(part));
      return "restricted";
    }
    if (track.cropTo === undefined || CropTarget === undefined) return "other_surface";
    await track.cropTo(await CropTarget.fromElement(part));
    return "cropped";
  } catch {
    return "other_surface";
  }
}
