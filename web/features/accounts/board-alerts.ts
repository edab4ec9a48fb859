// What keeps clips from being made on the whole deployment, as sentences for everyone who opens the dashboard.
import type { ConnectedAccount } from "#core/accounts/connected-account.ts";
import type { ClipFlags } from "#core/clips/board/clip-flags.ts";
import { accountStatusWords } from "./account-words.ts";

export interface BoardAlert {
  readonly key: string;
  readonly tone: "warn" | "bad";
  readonly text: string;
}

export function boardAlerts(flags: ClipFlags, accounts: readonly ConnectedAccount[]): readonly BoardAlert[] {
  const alerts: BoardAlert[] = [];
  if (!flags.clip_pipeline_enabled) {
    const text = "Clips are switched off: moments are still found, but nothing is proposed and no clip is made.";
    alerts.push({ key: "pipeline", tone: "warn", text });
  } else if (!flags.clip_api_enabled) {
    const text = "Clips on Twitch are switched off: clips can be approved, but nothing is sent to Twitch.";
    alerts.push({ key: "api", tone: "warn", text });
  }
  for (const account of accounts) {
    const { tone, advice } = accountStatusWords[account.status];
    const problem = account.problem ?? advice;
    if (problem === null) continue;
    alerts.push({
      key: `account-${account.userId}`,
      tone: tone === "bad" ? "bad" : "warn",
      text: `Twitch account ${account.displayName}: ${problem}`,
    });
  }
  return alerts;
}
