// The whole of the dashboard page.
import { useSignal } from "@preact/signals";
import { mayActAs } from "#core/members/member.ts";
import { Brand } from "../../ui/brand.tsx";
import { Icon } from "../../ui/icon.tsx";
import { MemberMenu } from "../../features/accounts/member-menu.tsx";
import { lazyDialog } from "../../ui/lazy-dialog.tsx";
import { ThemeToggle } from "../../ui/theme-toggle.tsx";
import { Toasts } from "../../ui/toasts.tsx";
import { ApprovalQueue } from "./approval-queue.tsx";
import { AlertBanner } from "./alert-banner.tsx";
import { ChannelList } from "./channel-list.tsx";
import { ClipsSection } from "./clips-section.tsx";
import { ConnectionMark } from "./connection-mark.tsx";
import type { DashboardStore } from "./dashboard-store.ts";
import { StatusPanel } from "./status-panel.tsx";
import "../../ui/page-frame.css";
import "./dashboard.css";

const AddChannelDialog = lazyDialog(async () => (await import("./add-channel-dialog.tsx")).AddChannelDialog);
const MembersDialog = lazyDialog(async () => (await import("./members-dialog.tsx")).MembersDialog);
const AccountsDialog = lazyDialog(
  async () => (await import("../../features/accounts/accounts-dialog.tsx")).AccountsDialog,
);

export function Dashboard({ store }: { store: DashboardStore }) {
  const isAdding = useSignal(false);
  const isManagingMembers = useSignal(false);
  const isManagingAccounts = useSignal(false);
  const me = store.me.value;
  const role = me.status === "ready" ? me.value.role : "viewer";
  const mayEdit = mayActAs(role, "editor");
  const count = store.channels.value?.length ?? 0;
  return (
    <>
      <a class="skip-link" href="#to-approve-title">
        Skip to what waits for approval
      </a>
      <header class="page-header">
        <Brand />
        <ConnectionMark connection={store.connection} />
        <div class="row row-end">
          <a class="button quiet compact" href="/recordings">
            Recordings
          </a>
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
      <AlertBanner
        flags={store.flags}
        accounts={store.accounts}
        setAside={store.setAside}
        onOpen={mayEdit ? () => (isManagingAccounts.value = true) : null}
      />
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
              channels={store.channels}
              problem={store.boardProblem}
              onRetry={store.reconnect}
              mayEdit={mayEdit}
              mayRemove={mayActAs(role, "owner")}
              onAdd={() => (isAdding.value = true)}
            />
          </section>
          <ClipsSection clips={store.jobs} mayEdit={mayEdit} onRetry={store.retry} />
        </main>
        <aside class="dashboard-aside" aria-label="Across all channels">
          <ApprovalQueue
            waiting={store.candidates}
            flags={store.flags}
            mayEdit={mayEdit}
            approve={store.approve}
            reject={store.reject}
            edit={store.edit}
          />
          <StatusPanel status={store.status.value} refresh={store.refreshStatus} />
        </aside>
      </div>
      <footer class="page-footer">
        <a href="/licences.html">Licences</a>
      </footer>
      <AddChannelDialog open={isAdding} />
      {mayActAs(role, "owner") && me.status === "ready" && <MembersDialog open={isManagingMembers} me={me.value} />}
      <AccountsDialog
        open={isManagingAccounts}
        accounts={store.accounts}
        flags={store.flags}
        role={role}
        onChecked={store.setAccount}
        onDisconnected={store.forgetAccount}
        onFlags={store.setFlags}
      />
      <Toasts />
    </>
  );
}
