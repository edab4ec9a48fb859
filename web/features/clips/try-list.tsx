// Everything that was tried for a clip, oldest first, as support needs it.
import type { JobTry } from "#core/clips/job/failure.ts";
import { formatClock } from "../../ui/format/format-clock.ts";
import { stageNames } from "./job-words.ts";
import "./clips.css";

export function TryList({ tries }: { tries: readonly JobTry[] }) {
  if (tries.length === 0) return null;
  return (
    <ol class="try-list" aria-label="Tries">
      {tries.map((one, index) => (
        <li key={index}>
          <span class="faint">{formatClock(one.atMs)}</span>
          <span>
            {stageNames[one.stage]}
            {one.httpStatus !== null && <span class="faint"> · {one.httpStatus}</span>}
            {one.errorCode !== null && <code class="error-code">{one.errorCode}</code>}
            {one.detail !== "" && <span class="try-detail">{one.detail}</span>}
          </span>
        </li>
      ))}
    </ol>
  );
}
