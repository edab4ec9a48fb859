// What can be opened, copied and downloaded of a clip.
import { useComputed } from "@preact/signals";
import type { ClipJob } from "#core/clips/job/clip-job.ts";
import { BusyButton } from "../../ui/busy-button.tsx";
import { copyText } from "../../ui/copy-text.ts";
import { nowMs } from "../../ui/now.ts";
import { clipLinks } from "./clip-links.ts";

export function ClipLinkButtons({ job }: { job: ClipJob }) {
  // Drawn anew only when a link comes or goes, not with every tick of the clock.
  const { page, download, clipUrl } = clipLinks(job, 0);
  const canEdit = useComputed(() => clipLinks(job, nowMs.value).editUrl !== null).value;
  const editUrl = canEdit ? clipLinks(job, nowMs.peek()).editUrl : null;
  if (page === null && clipUrl === null && editUrl === null) return null;
  return (
    <div class="card-actions">
      {page !== null && (
        <>
          <OutLink href={page}>Open</OutLink>
          <BusyButton class="compact" onPress={() => copyText(new URL(page, location.href).href, "Link")}>
            Copy link
          </BusyButton>
        </>
      )}
      {download !== null && (
        <a class="button compact" href={download} download>
          Download
        </a>
      )}
      {clipUrl !== null && <OutLink href={clipUrl}>On Twitch</OutLink>}
      {editUrl !== null && (
        <OutLink href={editUrl} title="For the account that made it, for 24 hours">
          Edit on Twitch
        </OutLink>
      )}
    </div>
  );
}

function OutLink({ href, title, children }: { href: string; title?: string; children: string }) {
  return (
    <a class="button compact" href={href} title={title} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}
