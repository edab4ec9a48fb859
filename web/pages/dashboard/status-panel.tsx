// What the database remembers across channels; says so alone when the database does not answer.
import type { Loadable } from "../../api/loadable.ts";
import type { Status } from "../../api/status.ts";
import { Ago } from "../../ui/ago.tsx";
import { Notice } from "../../ui/notice.tsx";
import { formatElapsed } from "#core/moments/stream-elapsed.ts";
import { formatCount } from "../../ui/format/format-number.ts";
import "../../ui/card.css";
import "../../ui/figure.css";
import "./status-panel.css";

export function StatusPanel({ status, refresh }: { status: Loadable<Status>; refresh: () => void }) {
  const value = status.status === "ready" ? status.value : null;
  const problem = status.status === "loading" ? null : status.problem;
  return (
    <section class="panel" aria-labelledby="latest">
      <dl class="stat-pair">
        <div class="figure">
          <dt>Live sessions</dt>
          <dd>{value === null ? "–" : formatCount(value.activeSessions.length)}</dd>
        </div>
        <div class="figure">
          <dt>Moments without a clip</dt>
          <dd>{value === null ? "–" : formatCount(value.unprocessedMoments)}</dd>
        </div>
      </dl>
      <div class="panel-head">
        <h2 id="latest">Latest moments</h2>
      </div>
      {problem !== null && (
        <div class="panel-body">
          <Notice
            tone="warn"
            actions={
              <button type="button" class="button compact" onClick={refresh}>
                Retry
              </button>
            }
          >
            The latest moments cannot be read. {problem}
          </Notice>
        </div>
      )}
      {status.status === "loading" && <Loading />}
      {value !== null && value.lastMoments.length === 0 && (
        <p class="panel-body soft">Nothing has happened yet. Moments of every channel appear here, newest first.</p>
      )}
      {value !== null && <Latest moments={value.lastMoments} />}
    </section>
  );
}

function Latest({ moments }: { moments: Status["lastMoments"] }) {
  return (
    <ul class="recent-list">
      {moments.map((moment) => (
        <li key={moment.id}>
          <div class="card-head">
            <a class="truncate" href={`/watch/${moment.platform}/${encodeURIComponent(moment.login)}`}>
              <b>{moment.login}</b>
            </a>
            <span class="small faint">at {formatElapsed(moment.streamElapsedSeconds)}</span>
            <span class="small faint row-end">
              <Ago atMs={moment.peakMs} />
            </span>
          </div>
          <p>{moment.explanation}</p>
        </li>
      ))}
    </ul>
  );
}

function Loading() {
  return (
    <ul class="recent-list" aria-busy="true" aria-label="Loading the latest moments">
      {[0, 1, 2].map((line) => (
        <li key={line}>
          <span class="skeleton" style={{ height: "2.75rem" }} />
        </li>
      ))}
    </ul>
  );
}
