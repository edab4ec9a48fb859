// The one way to ask the server, against a server that answers in every way.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { z } from "zod";
import { ApiError, nothing, request } from "../../../web/api/request.ts";

let server: Server;
let address: string;
const received: { method: string; type: string; body: string }[] = [];

beforeAll(async () => {
  server = createServer((asked, answer) => void reply(asked, answer));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

async function reply(asked: IncomingMessage, answer: ServerResponse): Promise<unknown> {
  let body = "";
  for await (const chunk of asked) body += String(chunk);
  received.push({ method: asked.method ?? "", type: asked.headers["content-type"] ?? "", body });
  const say = (status: number, text: string) => answer.writeHead(status).end(text);
  switch (asked.url) {
    case "/well":
      return say(200, '{"count":3}');
    case "/nothing":
      return say(204, "");
    case "/page":
      return say(200, "<!doctype html>");
    case "/other-form":
      return say(200, '{"number":3}');
    case "/refused":
      return say(409, '{"error":{"code":"lease_lost","message":"Another page has it."}}');
    case "/busy":
      return say(429, '{"error":{"code":"rate_limited","message":"Wait a moment."}}');
    case "/unknown-code":
      return say(400, '{"error":{"code":"toString","message":"Hm."}}');
    case "/broken":
      return say(502, "bad gateway");
    case "/half":
      return answer.writeHead(200).write('{"count":');
    default:
      return; // Hangs.
  }
}
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const counted = z.object({ count: z.number() });
const failureOf = async (path: string, timeoutMs = 5000) => {
  const error = await request(address + path, counted, { timeoutMs }).catch((caught: unknown) => caught);
  if (!(error instanceof ApiError)) throw error;
  return [error.code, error.isRefusal, error.message];
};

test("an answer is parsed, and none is none", async () => {
  expect(await request(`${address}/well`, counted)).toEqual({ count: 3 });
  expect(await request(`${address}/nothing`, nothing)).toBeUndefined();
});

test("a body is sent as JSON, a file as it is", async () => {
  received.length = 0;
  await request(`${address}/nothing`, nothing, { method: "POST", body: { a: 1 } });
  await request(`${address}/nothing`, nothing, { method: "PUT", body: new Blob(["jpeg"], { type: "image/jpeg" }) });
  await request(`${address}/nothing`, nothing, { method: "DELETE" });
  expect(received).toEqual([
    { method: "POST", type: "application/json", body: '{"a":1}' },
    { method: "PUT", type: "image/jpeg", body: "jpeg" },
    { method: "DELETE", type: "", body: "" },
  ]);
});

test("every failure is a sentence with a code, and says whether asking again may help", async () => {
  expect(await failureOf("/refused")).toEqual(["lease_lost", true, "Another page has it."]);
  expect(await failureOf("/busy")).toEqual(["rate_limited", false, "Wait a moment."]);
  expect(await failureOf("/unknown-code")).toEqual(["unexpected", false, "Hm."]);
  expect(await failureOf("/broken")).toEqual(["unexpected", false, expect.stringContaining("502")]);
  for (const path of ["/page", "/other-form"])
    expect(await failureOf(path)).toEqual(["unexpected", false, expect.stringContaining("does not understand")]);
});

test("an answer that does not come, or stops halfway, is given up in time", async () => {
  expect(await failureOf("/hangs", 100)).toEqual(["unreachable", false, expect.any(String)]);
  expect(await failureOf("/half", 100)).toEqual(["unreachable", false, expect.any(String)]);
});

test("whoever calls it off gets back the reason, also in the middle of an answer", async () => {
  for (const path of ["/hangs", "/half"]) {
    const stop = new AbortController();
    const asked = request(address + path, counted, { signal: stop.signal });
    stop.abort(new Error("enough"));
    await expect(asked).rejects.toThrow("enough");
  }
});

test("who is not signed in is led to the sign-in and back", async () => {
  const assign = vi.fn<(address: string) => void>();
  vi.stubGlobal("location", { assign, pathname: "/watch/twitch/x" });
  vi.stubGlobal("fetch", async () =>
    Response.json({ error: { code: "not_signed_in", message: "Please sign in first." } }, { status: 401 }),
  );
  await expect(request("/api/me", counted)).rejects.toMatchObject({ code: "not_signed_in" });
  expect(assign).toHaveBeenCalledWith("/sign-in?return_to=%2Fwatch%2Ftwitch%2Fx");
  vi.unstubAllGlobals();
});
