// Says in the header that what is shown may be out of date. Nothing moves when it comes and goes.
import type { ReadonlySignal } from "@preact/signals";
import type { Connection } from "../../api/live-socket.ts";

export function ConnectionMark({ connection }: { connection: ReadonlySignal<Connection> }) {
  return (
    <span class="connection-mark" role="status">
      {connection.value === "lost" && (
        <span class="badge warn" title="The live connection is lost and is being restored. What is shown may be old.">
          Reconnecting…
        </span>
      )}
    </span>
  );
}
