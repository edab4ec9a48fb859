// The Twitch accounts that make clips, the switches, and how clipping stands.
import type { ReadonlySignal, Signal } from "@preact/signals";
import type { ConnectedAccount } from "#core/accounts/connected-account.ts";
import type { ClipFlags } from "#core/clips/board/clip-flags.ts";
import { mayActAs, type Role } from "#core/members/member.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { AccountCard } from "./account-card.tsx";
import { ClipHealth } from "./clip-health.tsx";
import { ConnectOffers } from "./connect-offers.tsx";
import { FlagFields } from "./flag-fields.tsx";

interface Props extends Content {
  readonly open: Signal<boolean>;
}

interface Content {
  /** Null until they are known. */
  readonly accounts: ReadonlySignal<readonly ConnectedAccount[] | null>;
  readonly flags: ReadonlySignal<ClipFlags | null>;
  readonly role: Role;
  /** What the server answered to a change made here. */
  readonly onChecked: (account: ConnectedAccount) => void;
  readonly onDisconnected: (account: ConnectedAccount) => void;
  readonly onFlags: (flags: ClipFlags) => void;
}

export function AccountsDialog({ open, ...content }: Props) {
  return (
    <Dialog open={open} title="Twitch accounts and switches">
      <AccountsAndSwitches {...content} />
    </Dialog>
  );
}

function AccountsAndSwitches({ accounts, flags, role, onChecked, onDisconnected, onFlags }: Content) {
  return (
    <>
      <section class="fieldset" aria-label="Twitch accounts">
        {accounts.value?.length === 0 && (
          <p class="soft">
            No Twitch account is connected, so clips are cut in an open page that records the stream. With an account,
            Twitch makes them, also when no page is open.
          </p>
        )}
        {accounts.value?.map((account) => (
          <AccountCard
            key={account.userId}
            account={account}
            mayCheck={mayActAs(role, "editor")}
            mayDisconnect={mayActAs(role, "owner")}
            onChecked={onChecked}
            onDisconnected={onDisconnected}
          />
        ))}
        {mayActAs(role, "editor") && <ConnectOffers />}
      </section>
      {flags.value !== null && (
        <FlagFields flags={flags.value} mayChange={mayActAs(role, "owner")} onChanged={onFlags} />
      )}
      <ClipHealth />
    </>
  );
}
