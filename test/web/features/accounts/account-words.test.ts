// What the page says of connected Twitch accounts and of the switches.
import { describe, expect, test } from "vitest";
import {
  accountPurposes,
  accountStatuses,
  purposeScopes,
  type ConnectedAccount,
} from "#core/accounts/connected-account.ts";
import { type ClipFlags, defaultClipFlags } from "#core/clips/board/clip-flags.ts";
import {
  accountStatusWords,
  missingScopes,
  purposesInWords,
  scopeWords,
} from "../../../../web/features/accounts/account-words.ts";
import { boardAlerts } from "../../../../web/features/accounts/board-alerts.ts";
import { connectProblem } from "../../../../web/features/accounts/connect-problem.ts";

const account = (over: Partial<ConnectedAccount> = {}): ConnectedAccount => ({
  ...{ userId: "1", login: "rally", displayName: "Rally", purposes: ["broadcaster"], status: "valid", problem: null },
  ...{ scopes: [...purposeScopes.broadcaster], validatedAtMs: 0 },
  ...over,
});

test("every scope that is asked for has plain words", () => {
  const scopes = accountPurposes.flatMap((purpose) => purposeScopes[purpose]);
  expect(scopes.filter((scope) => scopeWords(scope) === scope)).toEqual([]);
  expect(scopeWords("bits:read")).toBe("bits:read");
});

test("what a purpose needs and Twitch did not name is missing", () => {
  const { purposes } = account({ purposes: ["broadcaster", "editor"] });
  expect(missingScopes({ purposes, scopes: ["clips:edit", "user:bot", "channel:bot"] })).toEqual([
    "channel:manage:clips",
    "user:read:chat",
    "editor:manage:clips",
  ]);
  expect(purposesInWords(purposes)).toBe("its own channel and channels it edits");
});

describe("the banner", () => {
  const textsOf = (flags: ClipFlags, accounts: readonly ConnectedAccount[], setAside = 0) =>
    boardAlerts(flags, accounts, setAside).map(({ tone, text }) => `${tone}: ${text}`);

  test("is empty while all is well", () => {
    expect(textsOf(defaultClipFlags, [account()])).toEqual([]);
  });

  test.each(accountStatuses.filter((status) => status !== "valid"))(
    "says what to do about an account: %s",
    (status) => {
      expect(accountStatusWords[status].advice).not.toBeNull();
      expect(textsOf(defaultClipFlags, [account({ status })])).toHaveLength(1);
    },
  );

  test("prefers the server's own sentence", () => {
    const told = account({ status: "revoked", problem: "The password was changed." });
    expect(textsOf(defaultClipFlags, [told])).toEqual(["bad: Twitch account Rally: The password was changed."]);
  });

  test("tells of messages that nobody will ever take, and offers no switch for them", () => {
    const rest =
      "set aside, so something may be missing here or in the database. The operator finds the reason in the logs.";
    expect(textsOf(defaultClipFlags, [account()], 1)).toEqual([
      `warn: 1 message could not be stored or passed on and was ${rest}`,
    ]);
    expect(boardAlerts(defaultClipFlags, [], 3)).toEqual([
      {
        ...{ key: "set-aside", tone: "warn", isSetting: false },
        text: `3 messages could not be stored or passed on and were ${rest}`,
      },
    ]);
  });

  test("names only the wider of two switches", () => {
    const off = { ...defaultClipFlags, clip_api_enabled: false };
    expect(textsOf(off, [])).toEqual([
      "warn: Clips on Twitch are switched off: clips can be approved, but nothing is sent to Twitch.",
    ]);
    expect(textsOf({ ...off, clip_pipeline_enabled: false }, [])).toEqual([
      "warn: Clips are switched off: moments are still found, but nothing is proposed and no clip is made.",
    ]);
  });
});

test.each([
  ["", null],
  ["?problem=refused", "The Twitch account was not connected: it was not permitted on Twitch's page."],
  ["?problem=__proto__", "The Twitch account could not be connected. Please try again."],
])("the address %s says %s", (search, sentence) => {
  expect(connectProblem(search)).toBe(sentence);
});
