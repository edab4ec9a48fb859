// The whole of the dashboard page.
import { useSignal } from "@preact/signals";
import { mayActAs } from "#core/members/member.ts";
import { Brand } from "../components/brand.tsx";
import { Icon } from "../components/icon.tsx";
import { MemberMenu } from "../components/member-menu.tsx";
import { ThemeToggle } from "../components/theme-toggle.tsx";
import { Toasts } from "../components/toasts.tsx";
import { AddChannelDialog } from "./add-channel-dialog.tsx";
import { ChannelList } from "./channel-list.tsx";
import type { DashboardStore } from "./dashboard-store.ts";
import { MembersDialog } from "./members-dialog.tsx";
import { StatusPanel } from "./status-panel.tsx";

export function Dashboard({ store }: { store: DashboardStore }) {
  const isAdding = useSignal(false);
  const isManagingMembers = useSignal(false);
  const me = store.me.value;
  const role = me.status === "ready" ? me.value.role : "viewer";
  const channels = store.channels.value;
  const count = channels.status === "ready" ? channels.value.length : 0;
  return (
    <>
      <a class="skip-link" href="#channels">
        Skip to the channels
      </a>
      <header class="page-header">
        <Brand />
        <div class="row row-end">
          <ThemeToggle />
          {me.status === "ready" && (
            <MemberMenu member={me.value}>
              {mayActAs(role, "owner") && (
                <button type="button" class="button quiet" onClick={() => (isManagingMembers.value = true)}>
                  Members
                </button>
              )}
            </MemberMenu>
          )}
        </div>
      </header>
      <div class="dashboard">
        <main class="dashboard-main" id="channels" tabIndex={-1}>
          <div class="section-head">
            <h1>Channels</h1>
            {count > 0 && <span class="faint">{count}</span>}
            {mayActAs(role, "editor") && count > 0 && (
              <button type="button" class="button primary" onClick={() => (isAdding.value = true)}>
                <Icon name="plus" />
                Add channel
              </button>
            )}
          </div>
          <ChannelList
            channels={channels}
            mayEdit={mayActAs(role, "editor")}
            mayRemove={mayActAs(role, "owner")}
            onAdd={() => (isAdding.value = true)}
            refresh={store.refresh}
          />
        </main>
        <aside class="dashboard-aside" aria-label="Across all channels">
          <StatusPanel status={store.status.value} refresh={store.refresh} />
        </aside>
      </div>
      <footer class="page-footer">
        <a href="/licences.html">Licences</a>
      </footer>
      <AddChannelDialog open={isAdding} onAdded={store.refresh} />
      {mayActAs(role, "owner") && me.status === "ready" && <MembersDialog open={isManagingMembers} me={me.value} />}
      <Toasts />
    </>
  );
}
