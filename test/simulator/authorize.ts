// The step of the OAuth code flow that a person sees: choose who to be, or refuse.
import { redirect, type Answer, type Ask } from "./router.ts";
import type { DemoUser } from "./world.ts";

export interface AuthorizePage {
  readonly platformName: string;
  /** Those the page offers. */
  readonly users: readonly DemoUser[];
  /** Those who can be chosen by `login_as` as well. */
  readonly others?: readonly DemoUser[];
  /** Issues the code for the chosen user. */
  readonly issueCode: (user: DemoUser) => string;
}

/**
 * Without a choice: a page of links to this same address, each with the choice added (`login_as=…` or `deny=1`).
 * With one: back to the `redirect_uri`, which the caller has checked.
 */
export function authorize(ask: Ask, page: AuthorizePage): Answer {
  const back = new URL(ask.query.get("redirect_uri") ?? "");
  const state = ask.query.get("state");
  if (ask.query.has("deny")) {
    back.searchParams.set("error", "access_denied");
    back.searchParams.set("error_description", "The user denied you access");
    if (state !== null) back.searchParams.set("state", state);
    return redirect(back);
  }
  const user = [...page.users, ...(page.others ?? [])].find(({ login }) => login === ask.query.get("login_as"));
  if (user === undefined) return choices(ask, page, back);
  back.searchParams.set("code", page.issueCode(user));
  back.searchParams.set("scope", ask.query.get("scope") ?? "");
  if (state !== null) back.searchParams.set("state", state);
  return redirect(back);
}

/** An address that a code may be sent to: a web address without user name or fragment. */
export function isRedirectUri(value: string | null): boolean {
  const url = value === null ? null : URL.parse(value);
  return url !== null && /^https?:$/.test(url.protocol) && url.username === "" && url.hash === "";
}

function choices(ask: Ask, { platformName, users }: AuthorizePage, back: URL): Answer {
  const link = (name: string, value: string, label: string) => {
    const query = new URLSearchParams(ask.query);
    query.set(name, value);
    return `<li><a href="?${escape(query.toString())}">${escape(label)}</a></li>`;
  };
  const scopes = ask.query.get("scope") || "nothing but who you are";
  const items = [
    ...users.map(({ login }) => link("login_as", login, `Sign in as ${login}`)),
    link("deny", "1", "Deny access"),
  ];
  const body = `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${platformName} of the demo world</title>
<style>
:root{color-scheme:dark light}body{font:1rem/1.5 system-ui;max-width:26rem;margin:12vh auto;padding:0 1rem}
ul{list-style:none;padding:0}a{display:block;padding:.75rem 1rem;margin:.5rem 0;border:1px solid;border-radius:.5rem;text-decoration:none}
</style>
<h1>${platformName} of the demo world</h1>
<p><b>${escape(back.host)}</b> asks for: ${escape(scopes)}</p>
<ul>${items.join("")}</ul>
</html>`;
  return { status: 200, headers: { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" }, body };
}

function escape(value: string): string {
  return value.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
}
