// Runs the detector over counts of the past, away from the page, so that a long session does not freeze it.
import "../../api/zod-without-eval.ts";
import type { ChatMessage } from "#core/chat/chat-event.ts";
import { importTwitchDownloaderChat } from "#core/chat/import-twitch-downloader.ts";
import { countChat } from "#core/detection/count-chat.ts";
import type { DetectionSettings } from "#core/detection/detection-settings.ts";
import { explainSilence } from "#core/detection/explain-silence.ts";
import { replay } from "#core/detection/replay.ts";
import { oneStream } from "./one-stream.ts";
import type { Counted, WorkerAnswers, WorkerReply, WorkerRequest, WorkerTask } from "./worker-messages.ts";

/** A file is read into memory as a whole, several times its size; beyond this a tab would be closed by the browser. */
const maxFileBytes = 400_000_000;

let counted: Counted = { kept: [], gaps: [] };
let chat: { readonly messages: readonly ChatMessage[]; countedBy: string } | null = null;

addEventListener("message", (event: MessageEvent<WorkerRequest>) => void answer(event.data));

async function answer({ id, ...task }: WorkerRequest): Promise<void> {
  let reply: WorkerReply;
  try {
    reply = { id, ok: true, value: await run(task) };
  } catch (error) {
    reply = { id, ok: false, problem: error instanceof Problem ? error.message : "This could not be worked out." };
  }
  postMessage(reply);
}

async function run(task: WorkerTask): Promise<WorkerAnswers[WorkerTask["type"]]> {
  switch (task.type) {
    case "session":
      counted = task.counted;
      chat = null;
      return null;
    case "chat":
      await readChat(task.file, task.settings);
      return counted;
    case "replay":
      recount(task.settings);
      return replay(counted.kept, task.settings, counted.gaps);
    case "silence":
      recount(task.settings);
      return explainSilence(counted, task.settings, task.fromMs, task.toMs);
  }
}

async function readChat(file: File, settings: DetectionSettings): Promise<void> {
  if (file.size > maxFileBytes)
    throw new Problem("This file is larger than 400 MB, which is more than a page can read.");
  const text = await file.text().catch(() => {
    throw new Problem("This file could not be read. Is it still where it was?");
  });
  const messages = oneStream(importTwitchDownloaderChat(text));
  if (messages.length === 0)
    throw new Problem("This is not a chat saved by TwitchDownloader as JSON, or there is no message in it.");
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

/** A failure a person can do something about. */
class Problem extends Error {}
