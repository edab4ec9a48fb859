// What is wrong on the whole deployment, as sentences for everyone who opens the dashboard: what keeps clips from being
// made, and messages that were lost on their way inside the product.
import type { ConnectedAccount } from "#core/accounts/connected-account.ts";
import type { ClipFlags } from "#core/clips/board/clip-flags.ts";
import { accountStatusWords } from "./account-words.ts";

export interface BoardAlert {
  readonly key: string;
  readonly tone: "warn" | "bad";
  readonly text: string;
  /** Whether it is put right under *Accounts and switches*. */
  readonly isSetting: boolean;
}

export function boardAlerts(
  flags: ClipFlags,
  accounts: readonly ConnectedAccount[],
  setAside: number,
): readonly BoardAlert[] {
  const alerts: BoardAlert[] = [];
  if (!flags.clip_pipeline_enabled) {
    const text = "Clips are switched off: moments are still found, but nothing is proposed and no clip is made.";
    alerts.push({ key: "pipeline", tone: "warn", text, isSetting: true });
  } else if (!flags.clip_api_enabled) {
    const text = "Clips on Twitch are switched off: clips can be approved, but nothing is sent to Twitch.";
    alerts.push({ key: "api", tone: "warn", text, isSetting: true });
  }
  for (const account of accounts) {
    const { tone, advice } = accountStatusWords[account.status];
    const problem = account.problem ?? advice;
    if (problem === null) continue;
    alerts.push({
      key: `account-${account.userId}`,
      tone: tone === "bad" ? "bad" : "warn",
      text: `Twitch account ${account.displayName}: ${problem}`,
      isSetting: true,
    });
  }
  if (setAside > 0) {
    const what =
      setAside === 1
        ? "1 message could not be stored or passed on and was"
        : `${setAside} messages could not be stored or passed on and were`;
    const text = `${what} set aside, so something may be missing here or in the database. The operator finds the reason in the logs.`;
    alerts.push({ key: "set-aside", tone: "warn", text, isSetting: false });
  }
  return alerts;
}
