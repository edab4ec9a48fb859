// Runs the detector over counts of the past, away from the page, so that a long session does not freeze it.
import "../../api/zod-without-eval.ts";
import { expose } from "comlink";
import type { ChatMessage } from "#core/chat/chat-event.ts";
import { importTwitchDownloaderChat } from "#core/chat/import-twitch-downloader.ts";
import { countChat } from "#core/detection/count-chat.ts";
import type { DetectionSettings } from "#core/detection/detection-settings.ts";
import { explainSilence, type SilenceReason } from "#core/detection/explain-silence.ts";
import { type Replay, replay } from "#core/detection/replay.ts";
import type { Counted } from "./counted.ts";
import { oneStream } from "./one-stream.ts";
import { WhatIfProblem } from "./what-if-problem.ts";

/** A file is read into memory as a whole, several times its size; beyond this a tab would be closed by the browser. */
const maxFileBytes = 400_000_000;

let counted: Counted = { kept: [], gaps: [] };
let chat: { readonly messages: readonly ChatMessage[]; countedBy: string } | null = null;

const work = {
  /** Tries settings on the counts of a session from here on. */
  takeCounts(given: Counted): void {
    counted = given;
    chat = null;
  },
  /** Tries settings on a chat saved by TwitchDownloader; its text stays here, so that keywords can be changed. */
  async takeChat(file: File, settings: DetectionSettings): Promise<Counted> {
    await readChat(file, settings);
    return counted;
  },
  replay(settings: DetectionSettings): Replay {
    recount(settings);
    return replay(counted.kept, settings, counted.gaps);
  },
  explainSilence(settings: DetectionSettings, fromMs: number, toMs: number): readonly SilenceReason[] {
    recount(settings);
    return explainSilence(counted, settings, fromMs, toMs);
  },
};
export type WhatIfWork = typeof work;

expose(work);

async function readChat(file: File, settings: DetectionSettings): Promise<void> {
  if (file.size > maxFileBytes)
    throw new WhatIfProblem("This file is larger than 400 MB, which is more than a page can read.");
  const text = await file.text().catch(() => {
    throw new WhatIfProblem("This file could not be read. Is it still where it was?");
  });
  const messages = oneStream(importTwitchDownloaderChat(text));
  if (messages.length === 0)
    throw new WhatIfProblem("This is not a chat saved by TwitchDownloader as JSON, or there is no message in it.");
  chat = { messages, countedBy: "" };
  recount(settings);
}

/** With the text at hand, other keywords, bots and emotes are counted anew. */
function recount({ seed, bots, emoteNames, ...settings }: DetectionSettings): void {
  if (!chat) return;
  const countedBy = JSON.stringify([seed.clipKeywords, bots, emoteNames]);
  if (chat.countedBy === countedBy) return;
  counted = { kept: countChat(chat.messages, { seed, bots, emoteNames, ...settings }), gaps: [] };
  chat.countedBy = countedBy;
}
