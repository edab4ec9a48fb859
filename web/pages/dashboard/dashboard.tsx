// The whole of the dashboard page.
import { useComputed, useSignal } from "@preact/signals";
import { mayActAs } from "#core/members/member.ts";
import { AccountsDialog } from "./accounts-dialog.tsx";
import { Brand } from "../../ui/brand.tsx";
import { Icon } from "../../ui/icon.tsx";
import { MemberMenu } from "../../features/accounts/member-menu.tsx";
import { ThemeToggle } from "../../ui/theme-toggle.tsx";
import { Toasts } from "../../ui/toasts.tsx";
import { ApprovalQueue } from "./approval-queue.tsx";
import { AddChannelDialog } from "./add-channel-dialog.tsx";
import { AlertBanner } from "./alert-banner.tsx";
import { boardSlice } from "./board-slice.ts";
import { ChannelList } from "./channel-list.tsx";
import { ClipBoard } from "./clip-board.tsx";
import { ConnectionMark } from "./connection-mark.tsx";
import type { DashboardStore } from "./dashboard-store.ts";
import { MembersDialog } from "./members-dialog.tsx";
import { StatusPanel } from "./status-panel.tsx";
import "./dashboard.css";

export function Dashboard({ store }: { store: DashboardStore }) {
  const isAdding = useSignal(false);
  const isManagingMembers = useSignal(false);
  const isManagingAccounts = useSignal(false);
  const me = store.me.value;
  const role = me.status === "ready" ? me.value.role : "viewer";
  const mayEdit = mayActAs(role, "editor");
  const count = useComputed(() => boardSlice(store, ({ channels }) => channels.length)).value ?? 0;
  return (
    <>
      <a class="skip-link" href="#to-approve-title">
        Skip to what waits for approval
      </a>
      <header class="page-header">
        <Brand />
        <ConnectionMark connection={store.connection} />
        <div class="row row-end">
          {mayEdit && (
            <button
              type="button"
              class="button quiet icon-only"
              aria-label="Twitch accounts and switches"
              title="Twitch accounts and switches"
              onClick={() => (isManagingAccounts.value = true)}
            >
              <Icon name="settings" />
            </button>
          )}
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
      <AlertBanner store={store} onOpen={mayEdit ? () => (isManagingAccounts.value = true) : null} />
      <div class="dashboard">
        <main class="dashboard-main">
          <section class="channels-section" id="channels" aria-labelledby="channels-title" tabIndex={-1}>
            <div class="section-head">
              <h1 id="channels-title">Channels</h1>
              {count > 0 && <span class="faint">{count}</span>}
              {mayEdit && count > 0 && (
                <button type="button" class="button primary" onClick={() => (isAdding.value = true)}>
                  <Icon name="plus" />
                  Add channel
                </button>
              )}
            </div>
            <ChannelList
              store={store}
              mayEdit={mayEdit}
              mayRemove={mayActAs(role, "owner")}
              onAdd={() => (isAdding.value = true)}
            />
          </section>
          <ClipBoard store={store} mayEdit={mayEdit} />
        </main>
        <aside class="dashboard-aside" aria-label="Across all channels">
          <ApprovalQueue store={store} mayEdit={mayEdit} />
          <StatusPanel status={store.status.value} refresh={store.refreshStatus} />
        </aside>
      </div>
      <footer class="page-footer">
        <a href="/licences.html">Licences</a>
      </footer>
      <AddChannelDialog open={isAdding} />
      {mayActAs(role, "owner") && me.status === "ready" && <MembersDialog open={isManagingMembers} me={me.value} />}
      <AccountsDialog open={isManagingAccounts} store={store} role={role} />
      <Toasts />
    </>
  );
}
