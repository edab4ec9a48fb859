// One connected Twitch account: whether it may still make clips, what it was permitted, and what can be done about it.
import type { ConnectedAccount } from "#core/accounts/connected-account.ts";
import { disconnectAccount, validateAccount } from "../../api/accounts.ts";
import { orSayWhy } from "../form/or-say-why.ts";
import { Ago } from "../../ui/ago.tsx";
import { BusyButton } from "../../ui/busy-button.tsx";
import { toast } from "../../ui/toasts.tsx";
import { accountStatusWords, missingScopes, purposesInWords, scopeWords } from "./account-words.ts";
import "../../ui/card.css";
import "./accounts.css";

interface Props {
  readonly account: ConnectedAccount;
  readonly mayCheck: boolean;
  readonly mayDisconnect: boolean;
  readonly onChecked: (account: ConnectedAccount) => void;
  readonly onDisconnected: (account: ConnectedAccount) => void;
}

export function AccountCard({ account, mayCheck, mayDisconnect, onChecked, onDisconnected }: Props) {
  const { text, tone, advice } = accountStatusWords[account.status];
  const problem = account.problem ?? advice;
  const check = async () => {
    await orSayWhy(async () => {
      const checked = await validateAccount(account.userId);
      onChecked(checked);
      toast(`${checked.displayName}: ${accountStatusWords[checked.status].text.toLowerCase()}.`);
    });
  };
  const disconnect = async () => {
    const question = `Disconnect ${account.displayName}? Clips that only this account can make are then made otherwise, or not at all.`;
    if (!confirm(question)) return;
    await orSayWhy(async () => {
      await disconnectAccount(account.userId);
      onDisconnected(account);
      toast(`${account.displayName} is disconnected.`);
    });
  };
  return (
    <article class="account-card" aria-label={`Twitch account ${account.displayName}`} data-status={account.status}>
      <div class="card-head">
        <b class="truncate">{account.displayName}</b>
        <span class={`badge ${tone} row-end`}>{text}</span>
      </div>
      <p class="small soft">
        For {purposesInWords(account.purposes)}.{" "}
        {account.validatedAtMs === null ? (
          "Twitch has not confirmed it yet."
        ) : (
          <>
            Twitch confirmed it: <Ago atMs={account.validatedAtMs} />.
          </>
        )}
      </p>
      {problem !== null && <p class={`small account-problem ${tone}`}>{problem}</p>}
      <details class="small">
        <summary>What it may do</summary>
        <ul class="scope-list">
          {account.scopes.map((scope) => (
            <Scope key={scope} scope={scope} />
          ))}
          {missingScopes(account).map((scope) => (
            <Scope key={scope} scope={scope} isMissing />
          ))}
        </ul>
      </details>
      {(mayCheck || mayDisconnect) && (
        <div class="card-actions">
          {mayCheck && (
            <BusyButton class="compact" onPress={check}>
              Check now
            </BusyButton>
          )}
          {mayDisconnect && (
            <BusyButton class="compact quiet danger" onPress={disconnect}>
              Disconnect
            </BusyButton>
          )}
        </div>
      )}
    </article>
  );
}

function Scope({ scope, isMissing = false }: { scope: string; isMissing?: boolean }) {
  const words = scopeWords(scope);
  return (
    <li>
      {isMissing && <b>Missing: </b>}
      {words} {words !== scope && <code class="faint">{scope}</code>}
    </li>
  );
}
