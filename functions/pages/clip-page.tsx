// The public page of a clip: plays and can be copied without scripts, and tells other sites what to show of it. A clip
// whose file is with Twitch only is shown by Twitch's own player.
import { channelAddress, type ClipManifest } from "#core/clips/job/clip-manifest.ts";
import { formatElapsed } from "#core/moments/stream-elapsed.ts";
import { ClipTags } from "./clip-tags.tsx";
import { Document } from "./document.tsx";

interface ClipPageProps {
  readonly clip: ClipManifest;
  /** `https://host` without a slash: other sites need whole addresses. */
  readonly origin: string;
  /** Twitch's player; null where there is a file, or no player that may be shown. */
  readonly embed: URL | null;
}

export function ClipPage({ clip, origin, embed }: ClipPageProps) {
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
          <ClipTags clip={clip} page={page} description={description} embed={embed} />
        </>
      }
    >
      <main>
        <Player clip={clip} embed={embed} />
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
        {isCutFromBroadcast(clip) && (
          <p class="credit">Cut from what was broadcast: the sound is as it was before anybody muted it.</p>
        )}
        <p class="actions">
          {clip.bytes !== undefined && (
            <a class="button primary" href={`/c/${clip.clipId}/download`}>
              Download
            </a>
          )}
          {clip.twitch && isWebAddress(clip.twitch.clipUrl) && (
            <a class={clip.bytes === undefined ? "button primary" : "button"} href={clip.twitch.clipUrl} rel="noopener">
              Watch on Twitch
            </a>
          )}
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

/** Twitch mutes its own recordings afterwards where music plays, and clips of them; a page cuts what came in live. */
function isCutFromBroadcast({ channel, bytes, twitch }: ClipManifest): boolean {
  return channel.platform === "twitch" && bytes !== undefined && twitch === undefined;
}

function Player({ clip, embed }: Pick<ClipPageProps, "clip" | "embed">) {
  if (clip.bytes === undefined) {
    if (!embed) return <p>This clip can be watched on Twitch.</p>;
    return <iframe class="clip-player" src={embed.href} title={clip.title} allowfullscreen width="1280" height="720" />;
  }
  return (
    <video
      controls
      playsinline
      preload="metadata"
      src={`/c/${clip.clipId}/video.mp4`}
      poster={clip.hasPoster ? `/c/${clip.clipId}/poster.jpg` : undefined}
    >
      This browser cannot play the video; it can still be downloaded below.
    </video>
  );
}

/** What a platform names as an address may be anything, and a link runs what it says. */
function isWebAddress(address: string): boolean {
  return /^https?:\/\//i.test(address);
}
