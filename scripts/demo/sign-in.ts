// Signs in to a running deployment as a user of the demo world, by the same steps a browser takes.

/** Redirects to follow at most: to the platform, back to the callback, to the page. */
const maxSteps = 5;
/** For a request that hangs. A busy machine may take tens of seconds for one that does not. */
const answersWithinMs = 120_000;

export interface SignedIn {
  /** Calls the deployment's API as the user; throws on a failure, with the deployment's own sentence. */
  call(method: "GET" | "POST" | "PATCH" | "DELETE", path: string, body?: unknown): Promise<unknown>;
  /** Connects a Twitch account for clips, as the dashboard's button does. */
  connectTwitch(account: string, purpose: "broadcaster" | "editor"): Promise<void>;
  /** The `Cookie` header of the user's browser. */
  readonly cookie: string;
}

export class ApiFailure extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = "ApiFailure";
    this.code = code;
  }
}

/** `login` is one of the simulator's users. Throws where the deployment does not let that user in. */
export async function signIn(origin: string, login: string): Promise<SignedIn> {
  const cookies = new Map<string, string>();
  await authorize(origin, "/auth/twitch/start?return_to=/api/me", { login, cookies });
  const cookie = cookieHeader(cookies);
  return {
    cookie,
    call: (method, path, body) => call(new URL(path, origin), method, cookie, body),
    async connectTwitch(account, purpose) {
      const path = `/auth/twitch/connect?purpose=${purpose}&return_to=/api/me`;
      await authorize(origin, path, { login: account, cookies: new Map(cookies) });
    },
  };
}

interface Visitor {
  readonly login: string;
  readonly cookies: Map<string, string>;
}

/** To the platform, where the visitor consents, and back to `/api/me`. */
async function authorize(origin: string, path: string, { login, cookies }: Visitor): Promise<void> {
  let url = new URL(path, origin);
  for (let step = 0; step < maxSteps; step += 1) {
    if (url.origin !== origin) url.searchParams.set("login_as", login);
    const isOurs = url.origin === origin;
    const answer = await fetch(url, {
      redirect: "manual",
      headers: isOurs ? { cookie: cookieHeader(cookies) } : {},
      signal: AbortSignal.timeout(answersWithinMs),
    });
    if (isOurs) keepCookies(answer, cookies);
    const location = answer.headers.get("location");
    if (location === null) break;
    url = new URL(location, url);
    if (url.pathname === "/sign-in") throw new Error(`The deployment did not let ${login} in (${url.search}).`);
  }
  if (url.pathname !== "/api/me" || url.searchParams.has("problem"))
    throw new Error(`The way of ${login} through ${path} ended at ${url.href}.`);
}

function cookieHeader(cookies: ReadonlyMap<string, string>): string {
  return [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
}

async function call(url: URL, method: string, cookie: string, body: unknown): Promise<unknown> {
  const answer = await fetch(url, {
    method,
    headers: { cookie, origin: url.origin, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(answersWithinMs),
  });
  const text = await answer.text();
  if (answer.ok) return text === "" ? null : (JSON.parse(text) as unknown);
  const { error } = parse(text);
  throw new ApiFailure(
    error?.code ?? `http_${answer.status}`,
    `${method} ${url.pathname}: ${error?.message ?? text.slice(0, 300)}`,
  );
}

function parse(text: string): { error?: { code: string; message: string } } {
  try {
    return JSON.parse(text) as { error?: { code: string; message: string } };
  } catch {
    return {};
  }
}

function keepCookies(answer: Response, cookies: Map<string, string>): void {
  for (const cookie of answer.headers.getSetCookie()) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
    if (name === undefined || value === undefined) continue;
    if (value === "" || /;\s*max-age=0/i.test(cookie)) cookies.delete(name);
    else cookies.set(name, value);
  }
}
