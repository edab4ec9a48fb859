// The open pages of a monitor: each begins with a snapshot, then hears everything that happened since it was begun, until
// the session that opened it ends.
import type { Connection, WSMessage } from "partyserver";
import { pageMessageSchema, type RecorderReport, type ServerMessage } from "#core/live/live-message.ts";
import { fullAllowance, spendMessage } from "#core/live/message-allowance.ts";
import { placeRefusal } from "#core/live/socket-places.ts";
import { mayActAs, type Member, memberKey } from "#core/members/member.ts";
import { sessionToken } from "#core/members/session-token.ts";
import { parseJson } from "#core/text/parse-json.ts";
import { sha256OfText } from "../../adapters/sha256.ts";
import { atMostEachSecond } from "../at-most-each-second.ts";
import { logWarning } from "../log-warning.ts";
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
  /** The runtime still lists a socket while it closes, and that takes until the page answers. */
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
   * the messages a page begins with, or the code of why it cannot. Never throws: the page would be sent what was thrown.
   */
  async open(
    page: Page,
    request: Request,
    begin: (recorders: RecorderReport[]) => Promise<ServerMessage[] | string>,
  ): Promise<void> {
    if (this.#open().length > maxPages) return this.#close(page, 1013, "too many pages");
    const pageId = (new URL(request.url).searchParams.get("page_id") ?? "").slice(0, 64);
    const allowance = fullAllowance(Date.now());
    page.setState({ pageId, tokenHash: "", member: null, mayRecord: false, report: null, allowance });
    this.#opening.set(page, []);
    try {
      const tokenHash = await sha256OfText(sessionToken(request.headers.get("cookie")) ?? "");
      // Kept before it is asked about: a session that ends while the answer is under way is found by it.
      change(page, { tokenHash });
      const [signedIn] = await this.#options.membersBySession([tokenHash]);
      const member = signedIn ? memberKey(signedIn) : null;
      if (!signedIn || member === null) return this.#close(page, 4401, "sign in first");
      const others = this.#open().flatMap((one) => (one === page ? [] : (one.state?.member ?? [])));
      const refusal = placeRefusal(others, member, maxPages);
      if (refusal !== null) return this.#close(page, 1013, refusal);
      change(page, { member, mayRecord: mayRecord(signedIn) });
      const first = await begin(this.#recorders());
      if (typeof first === "string") return this.#close(page, 4404, first);
      for (const message of [...first, ...(this.#opening.get(page) ?? [])]) sendText(page, JSON.stringify(message));
    } catch (error) {
      logWarning("page_not_opened", error);
      this.#close(page, 1011);
    } finally {
      this.#opening.delete(page);
    }
  }

  /** What the page of an editor says of its recorder; anything else is dropped. Whoever says too much is closed. */
  take(page: Page, message: WSMessage): void {
    if (!page.state || this.#closed.has(page)) return;
    const allowance = spendMessage(page.state.allowance, Date.now());
    if (allowance === null) return this.#close(page, 4429, "too many messages");
    const { pageId, report: before } = page.state;
    const parsed = pageMessageSchema.safeParse(parseMessage(message));
    const report = parsed.success && this.#mayReport(page.state) ? { ...parsed.data.report, pageId } : before;
    change(page, { allowance, report });
    if (report && !isSameReport(before, report)) this.#recordersChanged();
  }

  left(page: Page): void {
    if (this.#closed.has(page)) return;
    this.#closed.add(page);
    if (page.state?.report) this.#recordersChanged();
  }

  /** The channel is not here any more. */
  closeAll(): void {
    for (const page of this.#open()) this.#close(page, 4404, "unknown_channel");
  }

  /** Closes the sockets of sessions that have ended, and those whose opening died with the object; roles are read anew. */
  async closeEnded(): Promise<void> {
    const pages = this.#open().filter((page) => page.state?.tokenHash);
    if (pages.length === 0) return;
    const members = await this.#options.membersBySession(pages.map((page) => page.state?.tokenHash ?? ""));
    pages.forEach((page, at) => {
      const member = members[at];
      if (!member) this.#close(page, 4401, "sign in first");
      else if (page.state?.member !== null) change(page, { mayRecord: mayRecord(member) });
      else if (!this.#opening.has(page)) this.#close(page, 1012, "try again");
    });
  }

  /** From here on the page is not there, whenever its side of the socket answers. */
  #close(page: Page, code: number, reason?: string): void {
    if (this.#closed.has(page)) return;
    this.left(page);
    page.close(code, reason);
  }

  /** The id is the page's own choice: under one that another member reports by, it would take that recorder's place. */
  #mayReport({ member, pageId, mayRecord }: PageState): boolean {
    const isTheirs = ({ state }: Page) => state?.report && state.pageId === pageId && state.member !== member;
    return mayRecord && !this.#open().some(isTheirs);
  }

  #open(): Page[] {
    return [...this.#options.connections()].filter((page) => !this.#closed.has(page));
  }

  #recorders(): RecorderReport[] {
    return recorderReports(this.#open().flatMap((page) => page.state ?? []));
  }
}

function mayRecord({ role }: Member): boolean {
  return mayActAs(role, "editor");
}

function change(page: Page, changed: Partial<PageState>): void {
  if (page.state) page.setState({ ...page.state, ...changed });
}

function parseMessage(message: WSMessage): unknown {
  if (typeof message !== "string" || message.length > maxMessageChars) return null;
  return parseJson(message);
}
