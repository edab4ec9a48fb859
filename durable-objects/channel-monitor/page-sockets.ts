// The open pages of a monitor: each begins with a snapshot, then hears everything that happened since it was begun, until
// the session that opened it ends.
import type { Connection, WSMessage } from "partyserver";
import { pageMessageSchema, type RecorderReport, type ServerMessage } from "#core/live/live-message.ts";
import { fullAllowance, spendMessage } from "#core/live/message-allowance.ts";
import { placeRefusal } from "#core/live/socket-places.ts";
import { type Member, memberKey } from "#core/members/member.ts";
import { sessionToken } from "#core/members/session-token.ts";
import { parseJson } from "#core/text/parse-json.ts";
import { sha256OfText } from "../../adapters/sha256.ts";
import { atMostEachSecond } from "../at-most-each-second.ts";
import { sendText } from "../send-text.ts";
import { isSameReport, type PageState, recorderReports } from "./page-state.ts";

type Page = Connection<PageState>;

export interface PageSocketsOptions {
  readonly connections: () => Iterable<Page>;
  /** Who holds the sessions of these hashes; null for one that has ended. */
  readonly membersBySession: (tokenHashes: readonly string[]) => Promise<readonly (Member | null)[]>;
}

/** A channel watched by more pages than this is a mistake or an attack; further ones are refused. */
const maxPages = 100;
/** Longer than any message a page has to send. */
const maxMessageChars = 10_000;

export class PageSockets {
  readonly #options: PageSocketsOptions;
  /** Pages that wait for their snapshot, with what has happened meanwhile. By socket: ids are the pages' own choice. */
  readonly #opening = new Map<Page, ServerMessage[]>();
  /** The runtime still lists a socket while it closes. */
  readonly #closed = new WeakSet<object>();
  readonly #recordersChanged = atMostEachSecond(() => this.tell({ type: "recorders", recorders: this.#recorders() }));

  constructor(options: PageSocketsOptions) {
    this.#options = options;
  }

  get isWatched(): boolean {
    return this.#open().length > 0;
  }

  tell(message: ServerMessage): void {
    const text = JSON.stringify(message);
    for (const page of this.#open()) {
      const missed = this.#opening.get(page);
      if (missed) missed.push(message);
      else if (page.state?.member) sendText(page, text);
    }
  }

  /**
   * The door has asked who it is; asked again here, because a socket ends with the session that opened it. `begin` gives
   * the messages a page begins with, or the code of why it cannot.
   */
  async open(
    page: Page,
    request: Request,
    begin: (recorders: RecorderReport[]) => Promise<ServerMessage[] | string>,
  ): Promise<void> {
    if (this.#open().length > maxPages) return page.close(1013, "too many pages");
    const pageId = (new URL(request.url).searchParams.get("page_id") ?? "").slice(0, 64);
    const allowance = fullAllowance(Date.now());
    page.setState({ pageId, tokenHash: "", member: null, report: null, allowance });
    this.#opening.set(page, []);
    try {
      const tokenHash = await sha256OfText(sessionToken(request.headers.get("cookie")) ?? "");
      // Kept before it is asked about: a session that ends while the answer is under way is found by it.
      change(page, { tokenHash });
      const [signedIn] = await this.#options.membersBySession([tokenHash]);
      const member = signedIn ? memberKey(signedIn) : null;
      if (member === null) return page.close(4401, "sign in first");
      const others = this.#open().flatMap((one) => (one === page ? [] : (one.state?.member ?? [])));
      const refusal = placeRefusal(others, member, maxPages);
      if (refusal !== null) return page.close(1013, refusal);
      change(page, { member });
      const first = await begin(this.#recorders());
      if (typeof first === "string") return page.close(4404, first);
      for (const message of [...first, ...(this.#opening.get(page) ?? [])]) sendText(page, JSON.stringify(message));
    } finally {
      this.#opening.delete(page);
    }
  }

  /** What a page says of its recorder; anything else is dropped. Whoever says too much is closed. */
  take(page: Page, message: WSMessage): void {
    if (!page.state || this.#closed.has(page)) return;
    const allowance = spendMessage(page.state.allowance, Date.now());
    if (allowance === null) {
      this.#closed.add(page);
      page.close(4429, "too many messages");
      return;
    }
    const { pageId, report: before } = page.state;
    const parsed = pageMessageSchema.safeParse(parseMessage(message));
    const report = parsed.success ? { ...parsed.data.report, pageId } : before;
    change(page, { allowance, report });
    if (report && !isSameReport(before, report)) this.#recordersChanged();
  }

  left(page: Page): void {
    this.#closed.add(page);
    if (page.state?.report) this.#recordersChanged();
  }

  /** Closes the sockets of sessions that have ended, and those whose opening died with the object. */
  async closeEnded(): Promise<void> {
    const pages = this.#open().filter((page) => page.state?.tokenHash);
    if (pages.length === 0) return;
    const members = await this.#options.membersBySession(pages.map((page) => page.state?.tokenHash ?? ""));
    pages.forEach((page, at) => {
      if (!members[at]) page.close(4401, "sign in first");
      else if (page.state?.member === null && !this.#opening.has(page)) page.close(1012, "try again");
    });
  }

  #open(): Page[] {
    return [...this.#options.connections()].filter((page) => !this.#closed.has(page));
  }

  #recorders(): RecorderReport[] {
    return recorderReports(this.#open().flatMap((page) => page.state ?? []));
  }
}

function change(page: Page, changed: Partial<PageState>): void {
  if (page.state) page.setState({ ...page.state, ...changed });
}

function parseMessage(message: WSMessage): unknown {
  if (typeof message !== "string" || message.length > maxMessageChars) return null;
  return parseJson(message);
}
