// Loads what the page needs before anything can run, and says so when it cannot.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { getChannel } from "../../api/channel-page.ts";
import { failed, loaded, type Loadable } from "../../api/loadable.ts";
import { getMe } from "../../api/members.ts";
import { sentenceOf } from "../../api/request.ts";
import { BusyButton } from "../../ui/busy-button.tsx";
import { channelOfPath } from "./channel-of-path.ts";
import { fetchEngines } from "./fetch-engines.ts";
import { WatchPage } from "./watch-page.tsx";
import { openWatchStore, type WatchStore } from "./watch-store.ts";
import "../../ui/chart-legend.css";
import "../../ui/centred-page.css";
import "./live-chart.css";
import "./recorder-health.css";
import "./stage.css";
import "./watch-header.css";
import "./watch-page.css";

export function WatchEntry({ path }: { path: string }) {
  const store = useSignal<Loadable<WatchStore>>({ status: "loading" });
  const hasLeft = useRef(false);
  const load = async () => {
    const name = channelOfPath(path);
    if (name === null) {
      store.value = { status: "failed", problem: "This address does not name a channel." };
      return;
    }
    fetchEngines();
    try {
      const [me, page] = await Promise.all([getMe(), getChannel(name)]);
      // Opened after the page was left, it would never be destroyed.
      if (!hasLeft.current) store.value = loaded(openWatchStore(me, name, page));
    } catch (error) {
      store.value = failed(store.value, sentenceOf(error));
    }
  };
  useEffect(() => {
    void load();
    // A page the browser keeps for its back button would hold the recording; it ends here and begins anew when shown.
    const leave = () => {
      hasLeft.current = true;
      const current = store.peek();
      if (current.status === "ready") current.value.destroy();
    };
    const comeBack = (event: PageTransitionEvent) => {
      if (event.persisted) location.reload();
    };
    addEventListener("pagehide", leave);
    addEventListener("pageshow", comeBack);
    return () => {
      removeEventListener("pagehide", leave);
      removeEventListener("pageshow", comeBack);
      leave();
    };
  }, []);

  const state = store.value;
  if (state.status === "ready") return <WatchPage store={state.value} />;
  if (state.status === "loading") return <Loading />;
  return (
    <main class="centred-page">
      <h1>This channel cannot be shown</h1>
      <p role="alert">{state.problem}</p>
      <div class="row">
        <a class="button" href="/">
          All channels
        </a>
        <BusyButton class="primary" onPress={load}>
          Try again
        </BusyButton>
      </div>
    </main>
  );
}

/** The page's own frame, empty, so that nothing moves when the content arrives. */
function Loading() {
  return (
    <div class="watch" aria-busy="true" aria-label="Loading the channel">
      <header class="watch-header">
        <span class="skeleton" style={{ width: "16rem", height: "1.6rem" }} />
      </header>
      <div class="watch-body">
        <div class="watch-main">
          <div class="stage" />
          <div class="panel chart-panel">
            <div class="chart-head" />
            <div class="chart" />
          </div>
          <div class="health" />
        </div>
        <div class="watch-aside" />
      </div>
    </div>
  );
}
