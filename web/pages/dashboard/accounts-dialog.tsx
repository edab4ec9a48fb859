// The Twitch accounts that make clips, the switches, and how clipping stands.
import type { Signal } from "@preact/signals";
import { useComputed } from "@preact/signals";
import { mayActAs, type Role } from "#core/members/member.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { boardSlice } from "./board-slice.ts";
import type { DashboardStore } from "./dashboard-store.ts";
import { AccountCard } from "../../features/accounts/account-card.tsx";
import { ClipHealth } from "../../features/accounts/clip-health.tsx";
import { ConnectOffers } from "../../features/accounts/connect-offers.tsx";
import { FlagFields } from "../../features/accounts/flag-fields.tsx";

interface Props {
  readonly open: Signal<boolean>;
  readonly store: DashboardStore;
  readonly role: Role;
}

export function AccountsDialog({ open, store, role }: Props) {
  return (
    <Dialog open={open} title="Twitch accounts and switches">
      <Content store={store} role={role} />
    </Dialog>
  );
}

function Content({ store, role }: Omit<Props, "open">) {
  const accounts = useComputed(() => boardSlice(store, ({ accounts }) => accounts)).value;
  const flags = useComputed(() => boardSlice(store, ({ flags }) => flags)).value;
  return (
    <>
      <section class="fieldset" aria-label="Twitch accounts">
        {accounts !== null && accounts.length === 0 && (
          <p class="soft">
            No Twitch account is connected, so clips are cut in an open page that records the stream. With an account,
            Twitch makes them, also when no page is open.
          </p>
        )}
        {accounts?.map((account) => (
          <AccountCard
            key={account.userId}
            account={account}
            mayCheck={mayActAs(role, "editor")}
            mayDisconnect={mayActAs(role, "owner")}
            onChecked={store.setAccount}
            onDisconnected={store.forgetAccount}
          />
        ))}
        {mayActAs(role, "editor") && <ConnectOffers />}
      </section>
      {flags !== null && <FlagFields flags={flags} mayChange={mayActAs(role, "owner")} onChanged={store.setFlags} />}
      <ClipHealth />
    </>
  );
}
