// What a clip's page tells other sites to show of it: Open Graph and Twitter cards.
import type { ClipManifest } from "#core/clips/job/clip-manifest.ts";

interface ClipTagsProps {
  readonly clip: ClipManifest;
  /** The whole address of the page. */
  readonly page: string;
  readonly description: string;
  /** Twitch's player, where there is no file. */
  readonly embed: URL | null;
}

export function ClipTags({ clip, page, description, embed }: ClipTagsProps) {
  const image = imageOf(clip, page);
  return (
    <>
      <meta name="description" content={description} />
      <link rel="canonical" href={page} />
      <meta property="og:type" content="video.other" />
      <meta property="og:site_name" content="Hypecut" />
      <meta property="og:title" content={clip.title} />
      <meta property="og:description" content={description} />
      <meta property="og:url" content={page} />
      {image !== null && <meta property="og:image" content={image} />}
      <Video clip={clip} page={page} embed={embed} />
      <meta name="twitter:card" content={image !== null ? "summary_large_image" : "summary"} />
      <meta name="twitter:title" content={clip.title} />
      <meta name="twitter:description" content={description} />
      {image !== null && <meta name="twitter:image" content={image} />}
    </>
  );
}

function Video({ clip, page, embed }: Pick<ClipTagsProps, "clip" | "page" | "embed">) {
  const video = clip.bytes === undefined ? (embed?.href ?? null) : `${page}/video.mp4`;
  if (video === null) return null;
  return (
    <>
      <meta property="og:video" content={video} />
      {video.startsWith("https:") && <meta property="og:video:secure_url" content={video} />}
      <meta property="og:video:type" content={clip.bytes === undefined ? "text/html" : "video/mp4"} />
    </>
  );
}

function imageOf(clip: ClipManifest, page: string): string | null {
  if (clip.hasPoster) return `${page}/poster.jpg`;
  const thumbnail = clip.twitch?.thumbnailUrl ?? "";
  return /^https:\/\//i.test(thumbnail) ? thumbnail : null;
}
