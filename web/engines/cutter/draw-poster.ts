// Draws a picture of a finished clip as a JPEG.
import pTimeout from "p-timeout";

const maxWidth = 1280;
/** Past the moment's build-up, before its end: ranges reach further back than forward. */
const atFraction = 0.6;
const stepTimeoutMs = 10_000;
/** What the server takes. */
const maxBytes = 512 * 1024;
const qualities = [0.85, 0.7, 0.5];

/** Null where the browser cannot draw one; a clip without a poster is still a clip. */
export async function drawPoster(clip: Blob, durationMs: number): Promise<Blob | null> {
  const video = document.createElement("video");
  const address = URL.createObjectURL(clip);
  try {
    video.muted = true;
    video.preload = "auto";
    video.src = address;
    await happens(video, "loadeddata");
    video.currentTime = (durationMs / 1000) * atFraction;
    await happens(video, "seeked");
    return await draw(video);
  } catch {
    return null;
  } finally {
    video.removeAttribute("src");
    video.load();
    URL.revokeObjectURL(address);
  }
}

async function draw(video: HTMLVideoElement): Promise<Blob | null> {
  const scale = Math.min(1, maxWidth / video.videoWidth);
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  canvas.getContext("2d")?.drawImage(video, 0, 0, canvas.width, canvas.height);
  for (const quality of qualities) {
    const jpeg = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
    if (jpeg !== null && jpeg.size > 0 && jpeg.size <= maxBytes) return jpeg;
  }
  return null;
}

function happens(video: HTMLVideoElement, type: "loadeddata" | "seeked"): Promise<Event> {
  const happened = new Promise<Event>((resolve, reject) => {
    video.addEventListener(type, resolve, { once: true });
    video.addEventListener("error", () => reject(new Error("The browser cannot play the clip.")), { once: true });
  });
  return pTimeout(happened, { milliseconds: stepTimeoutMs });
}
