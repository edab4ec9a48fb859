// What hostile and broken servers can do to the Worker's own requests, with real servers on this machine.
import { readFileSync } from "node:fs";
import { glob } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { z } from "zod";
import {
  boundedFetch,
  fetchNamed,
  fetchOpen,
  fetchWhole,
  fetchWithin,
  readAll,
} from "../../../adapters/http/bounded-fetch.ts";
import { callJson } from "../../../adapters/http/call-json.ts";
import { outboundLimits } from "../../../adapters/http/outbound-limits.ts";
import { askTwitch } from "../../../adapters/twitch/ask-twitch.ts";

const small = { maxBytes: 100_000, withinMs: 30_000 };
const megabyte = Buffer.alloc(1_000_000, "x");
const anything = z.unknown();

const servers: Server[] = [];
afterEach(() => Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve)))));

async function listen(server: Server): Promise<string> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/asked`;
}

/** Counts requests. */
async function answering(listener: RequestListener): Promise<{ url: string; asked: () => number }> {
  let asked = 0;
  const server = createServer((request, response) => {
    asked++;
    listener(request, response);
  });
  return { url: await listen(server), asked: () => asked };
}

/** Says `head` and then sends for ever, as fast as it is read. `closed` tells how many bytes left when the other end hung up. */
async function endless(head: string): Promise<{ url: string; closed: Promise<number> }> {
  const { promise: closed, resolve } = Promise.withResolvers<number>();
  const send = (socket: Socket) => {
    while (!socket.destroyed && socket.write(megabyte));
  };
  const server = createTcpServer((socket) => {
    socket.on("error", () => undefined).on("close", () => resolve(socket.bytesWritten));
    socket.on("drain", () => send(socket));
    socket.once("data", () => {
      socket.write(`HTTP/1.1 200 OK\r\n${head}\r\n\r\n`);
      send(socket);
    });
  });
  return { url: await listen(server), closed };
}

/** Kernel buffers on both ends hold some megabytes that nobody has read. */
const someMegabytes = 16_000_000;

describe("an endless body", () => {
  test("is given up at its limit, and the connection with it", async () => {
    const { url, closed } = await endless("content-type: application/json");
    await expect(fetchWhole(small, url, {})).rejects.toMatchObject({
      reason: "too_large",
      code: "platform_unavailable",
    });
    expect(await closed).toBeLessThan(someMegabytes);
  });

  test("that claims ten bytes is not read beyond them", async () => {
    const { url, closed } = await endless("content-length: 10");
    await expect(callJson(url, {}, z.object({}))).rejects.toMatchObject({ code: "platform_unavailable" });
    expect(await closed).toBeLessThan(someMegabytes);
  });

  test("that claims a gigabyte is not begun", async () => {
    const { url, closed } = await endless("content-length: 1000000000");
    let isUsed = false;
    const use = async () => void (isUsed = true);
    await expect(boundedFetch(small, url, {}, use)).rejects.toMatchObject({ reason: "too_large" });
    expect([isUsed, (await closed) < someMegabytes]).toEqual([false, true]);
  });

  test("of a platform is no answer, and is no worse with an error's status", async () => {
    const { url, closed } = await endless("content-type: application/json");
    expect(await askTwitch(new URL(url), {})).toEqual({
      status: "unanswered",
      detail: "/asked answered with too much.",
    });
    expect(await closed).toBeLessThan(outboundLimits.platformJson.maxBytes + someMegabytes);
  });

  test("of which nobody wants more ends with who asked", async () => {
    const { url, closed } = await endless("content-type: video/mp4");
    expect(await boundedFetch(small, url, {}, async ({ status }) => status)).toBe(200);
    expect(await closed).toBeLessThan(someMegabytes);
  });
});

test("a body that drips is given up when its time is over", async () => {
  const closed = Promise.withResolvers<undefined>();
  const { url } = await answering((_, response) => {
    const drip = setInterval(() => response.write("x"), 20);
    response.on("close", () => {
      clearInterval(drip);
      closed.resolve(undefined);
    });
  });
  await expect(fetchWhole({ ...small, withinMs: 300 }, url, {})).rejects.toMatchObject({ reason: "timed_out" });
  await closed.promise;
});

test("a server that says nothing is given up when its time is over", async () => {
  const { url } = await answering(() => undefined);
  await expect(fetchWhole({ ...small, withinMs: 100 }, url, {})).rejects.toMatchObject({ reason: "timed_out" });
});

test.each(["http://169.254.169.254/latest/meta-data", "/asked"])(
  "a redirect to %s is not followed",
  async (location) => {
    const { url, asked } = await answering((_, response) => response.writeHead(302, { location }).end());
    await expect(callJson(url, { headers: { authorization: "Bearer secret" } }, anything)).rejects.toMatchObject({
      reason: "redirected",
    });
    await expect(fetchWithin(small)(url, { redirect: "follow" })).rejects.toMatchObject({ reason: "redirected" });
    expect(asked()).toBe(2);
  },
);

test("a body that breaks off is no answer", async () => {
  const { url } = await answering((_, response) => {
    response.writeHead(200, { "content-length": "100" });
    response.write("half", () => response.destroy());
  });
  await expect(fetchWhole(small, url, {})).rejects.toMatchObject({ reason: "cut_off" });
});

test("nobody there is no answer", async () => {
  const { url } = await answering(() => undefined);
  await new Promise((resolve) => servers.pop()?.close(resolve));
  await expect(fetchWhole(small, url, {})).rejects.toMatchObject({ reason: "unreachable" });
});

test.each(["", "<html>", '{"data":', "null", "\u{0}"])("the body %j is of an unknown form", async (body) => {
  const { url } = await answering((_, response) => response.end(body));
  await expect(callJson(url, {}, z.object({ data: z.array(anything) }))).rejects.toMatchObject({
    code: "platform_unavailable",
    message: "/asked answered in an unknown form.",
  });
});

test("what a platform refuses with is told in one short line that can be stored", async () => {
  const { url } = await answering((_, response) => response.writeHead(403).end(`No\u0000 \n${"x".repeat(500)}`));
  const message = `/asked answered 403: No ${"x".repeat(197)}`;
  await expect(callJson(url, {}, anything)).rejects.toMatchObject({ code: "platform_refused", message });
});

test("an answer within its limits is given whole", async () => {
  const { url } = await answering((_, response) => response.writeHead(202, { "x-rate": "7" }).end('{"data":["é"]}'));
  const { status, headers, bytes } = await fetchWhole(small, url, {});
  expect([status, headers.get("x-rate"), new TextDecoder().decode(bytes)]).toEqual([202, "7", '{"data":["é"]}']);
});

describe("an address that an answer names", () => {
  const status = (address: string, ownUrl: string) =>
    fetchNamed(small, address, ownUrl, async (answer) => answer.status);

  test.each([
    "http://169.254.169.254/latest",
    "https://169.254.169.254/latest",
    "https://[::1]/",
    "https://10.0.0.7/",
    "https://2130706433/",
    "https://localhost/",
    "https://metadata.internal/",
    "http://clips.twitch.tv/a.mp4",
    "https://user:word@clips.twitch.tv/a.mp4",
    "file:///etc/passwd",
  ])("is not asked for at %s", async (address) => {
    await expect(status(address, "https://api.twitch.tv")).rejects.toMatchObject({ reason: "forbidden" });
  });

  test("may be where the deployment itself has the platform", async () => {
    const { url, asked } = await answering((_, response) => response.end());
    expect(await status(url, new URL("/twitch/api", url).href)).toBe(200);
    await expect(status(url, "http://127.0.0.1:1/twitch/api")).rejects.toMatchObject({ reason: "forbidden" });
    expect(asked()).toBe(1);
  });
});

describe("an answer that is handed on while it comes", () => {
  test("is ended at its limit, and the connection with it", async () => {
    const { url, closed } = await endless("content-type: video/mp2t");
    const { body } = await fetchOpen(small, new URL(url), {});
    await expect(readAll(body)).rejects.toMatchObject({ reason: "too_large" });
    expect(await closed).toBeLessThan(someMegabytes);
  });

  test("is ended when its time is over", async () => {
    const { url } = await answering((_, response) => void response.write("x"));
    const { body } = await fetchOpen({ ...small, withinMs: 300 }, new URL(url), {});
    await expect(readAll(body)).rejects.toMatchObject({ reason: "timed_out" });
  });

  test("is ended when nobody wants more, without reading on", async () => {
    const { url, closed } = await endless("content-type: video/mp2t");
    const { body } = await fetchOpen({ maxBytes: 1e12, withinMs: 30_000 }, new URL(url), {});
    const reader = body?.getReader();
    await reader?.read();
    await reader?.cancel();
    expect(await closed).toBeLessThan(someMegabytes);
  });

  test("says where it points, and leads there by itself never", async () => {
    const { url, asked } = await answering((_, response) =>
      response.writeHead(307, { location: "../there?x=1" }).end(),
    );
    const { status, body, location } = await fetchOpen(small, new URL("/a/b", url), {});
    expect([status, body, location, asked()]).toEqual([307, null, new URL("/there?x=1", url).href, 1]);
    await expect(fetchOpen(small, new URL("http://127.0.0.1:1"), {})).rejects.toMatchObject({ reason: "unreachable" });
  });
});

test("the Worker asks in one place, besides the chat's socket, whose opening has a time limit of its own", async () => {
  const sources: string[] = [];
  for await (const path of glob("{core,adapters,durable-objects,functions}/**/*.{ts,tsx}")) sources.push(path);
  // Not a method, and not the handler of incoming requests.
  const asks = /(?<![.#\w]|async )fetch\(|globalThis\.fetch/;
  expect(sources.filter((path) => asks.test(readFileSync(path, "utf8"))).toSorted()).toEqual([
    "adapters/http/bounded-fetch.ts",
    "durable-objects/listener/irc-socket.ts",
  ]);
});
