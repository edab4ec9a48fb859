// The video, and in its place a sentence whenever there is none.
import type { ReadonlySignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { formatElapsed } from "#core/moments/stream-elapsed.ts";
import { canDecode } from "../../engines/recorder/can-decode.ts";
import { undecodableWords } from "../../ui/format/format-words.ts";
import { OfficialPlayer } from "./official-player.tsx";
import type { RunningEngines } from "./run-engines.ts";
import type { WatchParts } from "./watch-parts.ts";
import "./stage.css";

interface MessageProps
  extends
    Pick<WatchParts, "settings" | "session" | "channel">,
    Pick<RunningEngines, "player" | "recorder" | "capture"> {
  readonly isLive: ReadonlySignal<boolean>;
  /** Leads to where the address is set; null for who may not. */
  readonly onSettings: (() => void) | null;
}

export function Stage({ video, ...shown }: MessageProps & Pick<RunningEngines, "video">) {
  const element = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    video.value = element.current;
    return () => void (video.value = null);
  }, [video]);
  const hasAddress = shown.settings.value.hlsUrl !== null;
  const isQuiet = hasAddress && shown.isLive.value;
  const isFramed = !hasAddress && shown.isLive.value;
  return (
    <section class={`stage ${isQuiet ? "" : isFramed ? "framed" : "speaks"}`} aria-label="Stream">
      {/* A live stream brings no captions file; what is said is not known here. */}
      <video ref={element} aria-label="Live picture" controls={isQuiet} muted playsInline hidden={!isQuiet} />
      {isFramed ? (
        <OfficialPlayer channel={shown.channel.value} part={shown.capture.part} />
      ) : (
        <StageMessage {...shown} />
      )}
    </section>
  );
}

function StageMessage({ isLive, onSettings, ...shown }: MessageProps) {
  const session = shown.session.value;
  const { hlsUrl } = shown.settings.value;
  const player = shown.player.value;
  const recorderProblem = shown.recorder.value?.problem ?? null;
  const change = onSettings && (
    <button type="button" class="button" onClick={onSettings}>
      {hlsUrl === null ? "Set an HLS address" : "Change the address"}
    </button>
  );

  if (!isLive.value) {
    return session?.endedAtMs ? (
      <Message title="The stream has ended">
        <p>
          It ran for {formatElapsed((session.endedAtMs - session.startedAtMs) / 1000)}. Clips that are still being made
          go on while this page is open; the next stream starts here by itself.
        </p>
      </Message>
    ) : (
      <Message title="Offline">
        <p>
          {hlsUrl === null
            ? "Hypecut listens. As soon as the channel goes live its player shows here, and one press records it."
            : "Leave this page open: it plays, records and listens as soon as the channel goes live."}
        </p>
        {hlsUrl === null && change}
      </Message>
    );
  }
  const format = shown.recorder.value?.format ?? null;
  const lacksDecoder = format?.video != null && !canDecode(format.video.codec);
  if (player.status === "undecodable" || lacksDecoder) {
    const codecs = player.status === "undecodable" ? player.codecs : (format?.video?.codec ?? null);
    const isRecording = shown.recorder.value?.phase === "recording";
    return (
      <Message title={isRecording ? "Recorded, but not shown here" : "This browser cannot show the stream"} isAlert>
        <p>{undecodableWords(codecs)}</p>
        {isRecording && <p>It is recorded and clips are made of it all the same.</p>}
      </Message>
    );
  }
  if (player.status === "failed" || player.status === "retrying") {
    return (
      <Message title={player.status === "failed" ? "The stream cannot be played" : "No picture yet"} isAlert>
        <p>{recorderProblem?.message ?? player.message}</p>
        {player.status === "retrying" && recorderProblem === null && <p>Hypecut keeps trying.</p>}
        {change}
      </Message>
    );
  }
  if (player.status === "loading" || player.status === "idle") return <p class="stage-pill">Loading the stream…</p>;
  if (player.status === "ended") return <p class="stage-pill">The stream has stopped; waiting for it to come back…</p>;
  if (player.status === "buffering") return <p class="stage-pill">Buffering…</p>;
  return null;
}

function Message({
  title,
  isAlert = false,
  children,
}: {
  title: string;
  isAlert?: boolean;
  children: ComponentChildren;
}) {
  return (
    <div class="stage-message" role={isAlert ? "alert" : undefined}>
      <div class="empty">
        <h2>{title}</h2>
        {children}
      </div>
    </div>
  );
}
