// What is wrong on the whole deployment, on top of the page until it is put right.
import { type ReadonlySignal, useSignal } from "@preact/signals";
import type { ConnectedAccount } from "#core/accounts/connected-account.ts";
import type { ClipFlags } from "#core/clips/board/clip-flags.ts";
import { boardAlerts } from "../../features/accounts/board-alerts.ts";
import { connectProblem } from "../../features/accounts/connect-problem.ts";
import { Notice } from "../../ui/notice.tsx";

interface Props {
  readonly flags: ReadonlySignal<ClipFlags | null>;
  readonly accounts: ReadonlySignal<readonly ConnectedAccount[] | null>;
  readonly setAside: ReadonlySignal<number | null>;
  /** Leads to where it can be put right; null for who cannot. */
  readonly onOpen: (() => void) | null;
}

export function AlertBanner({ flags, accounts, setAside, onOpen }: Props) {
  const alerts = flags.value && accounts.value ? boardAlerts(flags.value, accounts.value, setAside.value ?? 0) : [];
  const problem = useSignal(connectProblem(location.search));
  if (alerts.length === 0 && problem.value === null) return null;
  const dismiss = () => {
    problem.value = null;
    history.replaceState(null, "", location.pathname);
  };
  return (
    <div class="alert-banner">
      {problem.value !== null && (
        <Notice
          tone="bad"
          actions={
            <button type="button" class="button compact" onClick={dismiss}>
              Dismiss
            </button>
          }
        >
          {problem.value}
        </Notice>
      )}
      {alerts.map(({ key, tone, text, isSetting }) => (
        <Notice
          key={key}
          tone={tone}
          actions={
            isSetting &&
            onOpen && (
              <button type="button" class="button compact" onClick={onOpen}>
                Accounts and switches
              </button>
            )
          }
        >
          {text}
        </Notice>
      ))}
    </div>
  );
}
