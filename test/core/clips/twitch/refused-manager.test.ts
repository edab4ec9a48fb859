import { expect, test } from "vitest";
import { defaultClipFlags } from "#core/clips/board/clip-flags.ts";
import { refusedAfterRetry, withoutRefused } from "#core/clips/twitch/refused-manager.ts";

const atMs = 1_700_000_000_000;
const hourMs = 3_600_000;
const manage = { accountId: "7", editorId: "7" };
const context = { flags: defaultClipFlags, grants: { live: { accountId: "7" }, manage } };

test.each([
  ["just now", "7", 0, null],
  ["hours ago", "7", 5 * hourMs, null],
  ["a day ago", "7", 24 * hourMs, manage],
  ["by a clock that has since been put back", "7", -hourMs, manage],
  ["as another account", "8", 0, manage],
])(
  "an account that was refused %s manages clips accordingly, and makes live clips all the same",
  (_, accountId, agoMs, left) => {
    const { grants } = withoutRefused(context, { accountId, atMs }, atMs + agoMs);
    expect(grants).toEqual({ live: { accountId: "7" }, manage: left });
  },
);

test("who tries the recording again by hand is asked at once; any other retry leaves the refusal as it is", () => {
  const refused = { accountId: "7", atMs };
  expect(refusedAfterRetry(refused, "twitch_vod")).toBeNull();
  for (const asked of ["twitch_live", "browser", null] as const)
    expect(refusedAfterRetry(refused, asked)).toEqual(refused);
});
