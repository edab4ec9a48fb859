// What the settings are tried on: a session of this channel, or a chat saved with TwitchDownloader.
import { cutText } from "#core/text/cut-text.ts";
import { useSignalEffect } from "@preact/signals";
import { useId, useRef } from "preact/hooks";
import type { SessionCountsEntry } from "#core/session/session-counts.ts";
import type { Loadable } from "../../api/loadable.ts";
import { formatSpan } from "../../ui/format/format-span.ts";
import { useFileDrop } from "./use-file-drop.ts";
import type { WhatIfStore } from "./what-if-store.ts";
import "./what-if.css";

const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });

export function SourceFields({ store }: { store: WhatIfStore }) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const isOver = useFileDrop((file) => {
    const held = new DataTransfer();
    held.items.add(file);
    if (input.current) input.current.files = held.files;
    void store.chooseFile(file);
  });
  // Names no file that is not in use, and lets one be chosen again that was given up.
  useSignalEffect(() => {
    if (store.chosen.value?.type !== "file" && input.current) input.current.value = "";
  });
  const sessions = store.sessions.value;
  const list = sessions.status === "ready" ? sessions.value : [];
  const chosen = store.chosen.value;
  const choose = (sessionId: string) => {
    const session = list.find((one) => one.id === sessionId);
    if (session) void store.chooseSession(session);
    else store.drop();
  };
  return (
    <div class={`what-if-sources ${isOver.value ? "drop" : ""}`}>
      <div class="field">
        <label for={`${id}-session`}>Session of this channel</label>
        <select
          id={`${id}-session`}
          class="input"
          disabled={list.length === 0}
          value={chosen?.type === "session" ? chosen.id : ""}
          onChange={(event) => choose(event.currentTarget.value)}
        >
          <option value="">{prompt(sessions)}</option>
          {list.map((session) => (
            <option key={session.id} value={session.id}>
              {words(session)}
            </option>
          ))}
        </select>
        {sessions.status === "failed" && (
          <p class="problem" role="alert">
            {sessions.problem}
          </p>
        )}
      </div>
      <div class="field">
        <label for={`${id}-file`}>Or a chat saved with TwitchDownloader (JSON)</label>
        <input
          id={`${id}-file`}
          ref={input}
          class="input"
          type="file"
          accept=".json,application/json"
          aria-describedby={`${id}-file-note`}
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            if (file) void store.chooseFile(file);
          }}
        />
        <p class="hint" id={`${id}-file-note`}>
          Choose it or drop it here. It is read on this computer and sent nowhere.
        </p>
      </div>
    </div>
  );
}

function prompt(sessions: Loadable<readonly SessionCountsEntry[]>): string {
  switch (sessions.status) {
    case "loading":
      return "Looking…";
    case "failed":
      return "Could not be loaded";
    case "ready":
      return sessions.value.length === 0 ? "None yet: counts are kept from the first stream on" : "Choose a session";
  }
}

function words({ startedAtMs, endedAtMs, title }: SessionCountsEntry): string {
  const long = endedAtMs === null ? "running" : formatSpan(endedAtMs - startedAtMs);
  return `${day.format(startedAtMs)} · ${long}${title === "" ? "" : ` · ${cutText(title, 60)}`}`;
}
