// What the settings are tried on: a session of this channel, or a chat saved with TwitchDownloader.
import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import type { KeptSessionEntry } from "#core/kept/kept-session.ts";
import { formatSpan } from "../format/format-span.ts";
import type { WhatIfStore } from "./what-if-store.ts";

const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });

export function SourceFields({ store }: { store: WhatIfStore }) {
  const id = useId();
  const isOver = useSignal(false);
  const sessions = store.sessions.value;
  const choose = (sessionId: string) => {
    const session = sessions?.find((one) => one.id === sessionId);
    if (session) void store.chooseSession(session);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    isOver.value = false;
    const file = event.dataTransfer?.files[0];
    if (file) void store.chooseFile(file);
  };
  return (
    <div
      class={`what-if-sources ${isOver.value ? "drop" : ""}`}
      onDragOver={(event) => {
        event.preventDefault();
        isOver.value = true;
      }}
      onDragLeave={() => (isOver.value = false)}
      onDrop={drop}
    >
      <div class="field">
        <label for={`${id}-session`}>Session of this channel</label>
        <select
          id={`${id}-session`}
          class="input"
          disabled={!sessions || sessions.length === 0}
          onChange={(event) => choose(event.currentTarget.value)}
        >
          <option value="">{prompt(sessions)}</option>
          {sessions?.map((session) => (
            <option key={session.id} value={session.id}>
              {words(session)}
            </option>
          ))}
        </select>
      </div>
      <div class="field">
        <label for={`${id}-file`}>Or a chat saved with TwitchDownloader (JSON)</label>
        <input
          id={`${id}-file`}
          class="input"
          type="file"
          accept=".json,application/json"
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            if (file) void store.chooseFile(file);
          }}
        />
        <p class="hint">Choose it or drop it here. It is read on this computer and sent nowhere.</p>
      </div>
    </div>
  );
}

function prompt(sessions: readonly KeptSessionEntry[] | null): string {
  if (sessions === null) return "Looking…";
  return sessions.length === 0 ? "None yet: counts are kept from the first stream on" : "Choose a session";
}

function words({ startedAtMs, endedAtMs, title }: KeptSessionEntry): string {
  const long = endedAtMs === null ? "running" : formatSpan(endedAtMs - startedAtMs);
  return `${day.format(startedAtMs)} · ${long}${title === "" ? "" : ` · ${title.slice(0, 60)}`}`;
}
