// The public page of a clip: plays and can be copied without scripts, and tells other sites what to show of it.
import { channelAddress, type ClipManifest } from "#core/clips/clip-manifest.ts";
import { formatElapsed } from "#core/moments/stream-elapsed.ts";
import { Document } from "./document.tsx";

interface ClipPageProps {
  readonly clip: ClipManifest;
  /** `https://host` without a slash: other sites need whole addresses. */
  readonly origin: string;
}

export function ClipPage({ clip, origin }: ClipPageProps) {
  const page = `${origin}/c/${clip.clipId}`;
  const platform = clip.channel.platform === "twitch" ? "Twitch" : "Kick";
  const elapsed = formatElapsed(Math.max(0, (clip.range.fromMs - clip.streamStartedAtMs) / 1000));
  const description = `A moment from ${clip.login} on ${platform}, ${elapsed} into the stream.`;
  return (
    <Document
      title={`${clip.title} · Hypecut`}
      bodyClass="clip-page"
      head={
        <>
          <script src="/copy-link.js" defer />
          <OpenGraph clip={clip} page={page} description={description} />
        </>
      }
    >
      <main>
        <video
          controls
          playsinline
          preload="metadata"
          src={`/c/${clip.clipId}/video.mp4`}
          poster={clip.hasPoster ? `/c/${clip.clipId}/poster.jpg` : undefined}
        >
          This browser cannot play the video; it can still be downloaded below.
        </video>
        <h1>{clip.title}</h1>
        <p class="credit">
          <a href={channelAddress(clip)} rel="noopener">
            {clip.login} on {platform}
          </a>
          <span> · {elapsed} into the stream</span> ·{" "}
          <time datetime={new Date(clip.range.fromMs).toISOString()}>
            {new Date(clip.range.fromMs).toISOString().slice(0, 10)}
          </time>
        </p>
        <p class="actions">
          <a class="button primary" href={`/c/${clip.clipId}/download`}>
            Download
          </a>
          <button class="button copy-link-button" type="button" hidden>
            Copy link
          </button>
          <input class="input copy-link" type="text" readonly value={page} aria-label="Link to this clip" />
          <span class="copy-link-status" role="status" />
        </p>
      </main>
    </Document>
  );
}

function OpenGraph({ clip, page, description }: { clip: ClipManifest; page: string; description: string }) {
  const video = `${page}/video.mp4`;
  return (
    <>
      <meta name="description" content={description} />
      <link rel="canonical" href={page} />
      <meta property="og:type" content="video.other" />
      <meta property="og:site_name" content="Hypecut" />
      <meta property="og:title" content={clip.title} />
      <meta property="og:description" content={description} />
      <meta property="og:url" content={page} />
      {clip.hasPoster && <meta property="og:image" content={`${page}/poster.jpg`} />}
      <meta property="og:video" content={video} />
      {video.startsWith("https:") && <meta property="og:video:secure_url" content={video} />}
      <meta property="og:video:type" content="video/mp4" />
      <meta name="twitter:card" content={clip.hasPoster ? "summary_large_image" : "summary"} />
      <meta name="twitter:title" content={clip.title} />
      <meta name="twitter:description" content={description} />
      {clip.hasPoster && <meta name="twitter:image" content={`${page}/poster.jpg`} />}
    </>
  );
}
