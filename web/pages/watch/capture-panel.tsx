// Beside the platform's player: one button that records it, what it sees, and what is wrong.
import { useEffect, useRef } from "preact/hooks";
import { BusyButton } from "../../ui/busy-button.tsx";
import { captureView } from "./capture-words.ts";
import type { RunningCapture } from "./run-capture.ts";
import "./capture-panel.css";

interface Props {
  readonly capture: RunningCapture;
  /** Leads to where the address is set. */
  readonly onSettings: () => void;
}

export function CapturePanel({ capture, onSettings }: Props) {
  const view = captureView(capture.situation.value);
  const { phase, sight } = capture.situation.value.capture;
  return (
    <section class="capture panel" aria-label="Record this tab">
      {phase === "recording" && <Thumbnail picture={sight?.thumbnail ?? null} />}
      <div class="capture-words">
        <h2>
          <span class={`dot ${view.tone}`} aria-hidden="true" /> <span role="status">{view.title}</span>
        </h2>
        {view.text !== null && <p>{view.text}</p>}
        {view.warnings.map((warning) => (
          <p class="capture-warning" role="alert" key={warning}>
            {warning}
          </p>
        ))}
        {view.facts.length > 0 && <p class="capture-facts">{view.facts.join(" · ")}</p>}
      </div>
      <div class="capture-buttons">
        {view.action?.does === "begin" && (
          <BusyButton class="primary" onPress={capture.begin}>
            {view.action.label}
          </BusyButton>
        )}
        {view.action?.does === "stop" && (
          <button type="button" class="button" onClick={capture.stop}>
            {view.action.label}
          </button>
        )}
        {phase !== "recording" && phase !== "measuring" && (
          <button type="button" class="button quiet" onClick={onSettings}>
            Set an HLS address
          </button>
        )}
      </div>
    </section>
  );
}

/** What the recorder saw last: not a second player, but what arrived. */
function Thumbnail({ picture }: { picture: ImageBitmap | null }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (picture !== null && picture.width > 0) canvas.current?.getContext("2d")?.drawImage(picture, 0, 0, 160, 90);
  }, [picture]);
  return <canvas ref={canvas} class="capture-seen" width={160} height={90} role="img" aria-label="What is recorded" />;
}
