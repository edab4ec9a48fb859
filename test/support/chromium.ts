// A real Chromium driven over the bare DevTools protocol: Playwright pretends that every tab is visible, and hiding is tested here.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startGroup } from "../../scripts/process-group.ts";

const flags = [
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-sync",
];
const quiet = ["--disable-component-update", "--autoplay-policy=no-user-gesture-required", "--remote-debugging-port=0"];

export interface Tab {
  readonly send: Send;
  /** Runs a function in the page; its arguments and its result travel as JSON. */
  evaluate<A extends unknown[], R>(work: (...args: A) => R, ...args: A): Promise<Awaited<R>>;
  /** Waits until the function answers something truthy and returns that. */
  until<A extends unknown[], R>(
    work: (...args: A) => R,
    timeoutMs: number,
    ...args: A
  ): Promise<NonNullable<Awaited<R>>>;
  goTo(address: string): Promise<void>;
  /** From now on answers for `origin`, which no request of this tab and its frames then reaches, with this document. */
  standInFor(origin: string, html: string): Promise<void>;
  /** Brings another tab to the front, which hides this one. */
  hideBehind(other: Tab): Promise<void>;
  readonly id: string;
  close(): Promise<void>;
}

export interface Chromium {
  /** `cookie`: as the header of this name has them; every tab of this browser then sends them to that host. */
  open(address: string, cookie?: string): Promise<Tab>;
  /** Ends it as a crash would. The profile stays. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

type Send = <R = unknown>(method: string, params?: object) => Promise<R>;

interface Options {
  /** A folder that outlives the browser; without it a fresh one is used and deleted. */
  readonly profile?: string;
  /** Whoever asks to capture the tab it is in gets it, with its sound. */
  readonly sharesTab?: boolean;
}

export async function startChromium({ profile, sharesTab = false }: Options = {}): Promise<Chromium> {
  const folder = profile ?? (await mkdtemp(join(tmpdir(), "chromium-")));
  await rm(join(folder, "DevToolsActivePort"), { force: true });
  const { ended, signal } = startGroup(
    process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium",
    [
      ...flags,
      ...quiet,
      sharesTab ? "--auto-accept-this-tab-capture" : "--mute-audio",
      `--user-data-dir=${folder}`,
      "about:blank",
    ],
    { stdio: "ignore" },
  );
  const endpoint = await readEndpoint(join(folder, "DevToolsActivePort"));
  const browser = await connect(endpoint);
  const attach = async (targetId: string): Promise<Tab> => {
    const session = await connect(endpoint.replace(/browser\/.*/, `page/${targetId}`));
    await session.send("Page.enable");
    return tabOf(targetId, session, browser.send);
  };
  const kill = async () => {
    signal("SIGKILL");
    await ended;
  };
  return {
    async open(address, cookie) {
      const { targetId } = await browser.send<{ targetId: string }>("Target.createTarget", { url: "about:blank" });
      const tab = await attach(targetId);
      for (const pair of cookie?.split("; ") ?? []) {
        const [name, ...value] = pair.split("=");
        const about = { url: address, path: "/", secure: name?.startsWith("__") };
        await tab.send("Network.setCookie", { name, value: value.join("="), ...about });
      }
      await tab.goTo(address);
      return tab;
    },
    kill,
    async close() {
      // One that hangs neither answers nor exits; it is killed.
      const asked = browser.send("Browser.close").catch(() => undefined);
      await Promise.race([asked.then(() => ended), new Promise((resolve) => setTimeout(resolve, 3000))]);
      await kill().catch(() => undefined);
      if (profile === undefined) await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

function tabOf(id: string, { send, on, close: disconnect }: Connection, toBrowser: Send): Tab {
  const tab: Tab = {
    id,
    send,
    async evaluate(work, ...args) {
      const expression = `(${work.toString()})(...${JSON.stringify(args)})`;
      const answer = await send<Evaluated>("Runtime.evaluate", {
        expression,
        awaitPromise: true,
        returnByValue: true,
        userGesture: true,
      });
      if (answer.exceptionDetails)
        throw new Error(answer.exceptionDetails.exception?.description ?? answer.exceptionDetails.text);
      return answer.result.value as never;
    },
    async until(work, timeoutMs, ...args) {
      const giveUpAtMs = Date.now() + timeoutMs;
      for (;;) {
        const value = await tab.evaluate(work, ...args);
        if (value) return value as never;
        if (Date.now() > giveUpAtMs)
          throw new Error(`Waited ${timeoutMs} ms in vain for ${work.toString().slice(0, 200)}`);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },
    async goTo(address) {
      await send("Page.navigate", { url: address });
      await tab.until(() => document.readyState === "complete" && location.href !== "about:blank", 20_000);
    },
    async standInFor(origin, html) {
      const body = Buffer.from(html).toString("base64");
      const responseHeaders = [{ name: "content-type", value: "text/html" }];
      on("Fetch.requestPaused", ({ requestId }) => {
        void send("Fetch.fulfillRequest", { requestId, responseCode: 200, responseHeaders, body }).catch(
          () => undefined,
        );
      });
      await send("Fetch.enable", { patterns: [{ urlPattern: `${origin}/*` }] });
    },
    async hideBehind(other) {
      await toBrowser("Target.activateTarget", { targetId: other.id });
    },
    async close() {
      await toBrowser("Target.closeTarget", { targetId: id });
      disconnect();
    },
  };
  return tab;
}

interface Evaluated {
  readonly result: { readonly value?: unknown };
  readonly exceptionDetails?: { readonly text: string; readonly exception?: { readonly description?: string } };
}

async function readEndpoint(file: string): Promise<string> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const text = await readFile(file, "utf8").catch(() => "");
    const [port, path] = text.split("\n");
    if (port && path) return `ws://127.0.0.1:${port}${path}`;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("Chromium did not start.");
}

interface Connection {
  readonly send: Send;
  /** Calls back with what the browser says by itself. */
  on(method: string, listener: (params: Record<string, unknown>) => void): void;
  close(): void;
}

async function connect(address: string): Promise<Connection> {
  const socket = new WebSocket(address);
  await new Promise((resolve, reject) => {
    socket.addEventListener("open", resolve, { once: true });
    socket.addEventListener("error", () => reject(new Error("Chromium does not answer.")), { once: true });
  });
  let lastId = 0;
  const listeners = new Map<string, (params: Record<string, unknown>) => void>();
  const pending = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  socket.addEventListener("message", ({ data }) => {
    const answer = JSON.parse(String(data)) as Incoming;
    if (answer.method !== undefined) listeners.get(answer.method)?.(answer.params ?? {});
    const question = answer.id === undefined ? undefined : pending.get(answer.id);
    if (answer.id === undefined || question === undefined) return;
    pending.delete(answer.id);
    if (answer.error) question.reject(new Error(answer.error.message));
    else question.resolve(answer.result as never);
  });
  socket.addEventListener("close", () => {
    for (const { reject } of pending.values()) reject(new Error("Chromium is gone."));
    pending.clear();
  });
  return {
    send: (method, params = {}) =>
      new Promise((resolve, reject) => {
        const id = ++lastId;
        pending.set(id, { resolve, reject });
        socket.send(JSON.stringify({ id, method, params }));
      }),
    on: (method, listener) => void listeners.set(method, listener),
    close: () => socket.close(),
  };
}

interface Incoming {
  readonly id?: number;
  readonly result?: never;
  readonly error?: { readonly message: string };
  readonly method?: string;
  readonly params?: Record<string, unknown>;
}
