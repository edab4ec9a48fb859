// The worker of a person's own files: reads, looks and copies away from the page, also while its tab is hidden.
import "../../api/zod-without-eval.ts";
import { expose, transfer } from "comlink";
import { createOwnFilesDesk, type OwnFilesDesk } from "./own-files-desk.ts";
import type { FilesWork } from "./files-work.ts";
import { createTakeOver } from "./take-over.ts";

let desk: OwnFilesDesk | null = null;

const work: FilesWork = {
  open: (channel, onView) => void (desk = createOwnFilesDesk({ onView, takeOver: createTakeOver(channel) })),
  add: (id, origin) => desk?.add(id, origin),
  remove: (id) => desk?.remove(id),
  setBegin: (id, beginMs) => desk?.setBegin(id, beginMs),
  setSessionStart: (startedAtMs) => desk?.setSessionStart(startedAtMs),
  want: (ranges) => desk?.want(ranges),
  watch: (folder, isAllowed) => desk?.watch(folder, isAllowed),
  async pictureAt(id, offsetMs) {
    const picture = (await desk?.pictureAt(id, offsetMs)) ?? null;
    return picture === null ? null : transfer(picture, [picture]);
  },
};
expose(work);
