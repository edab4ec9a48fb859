// What a name resolves to, as a resolver over HTTPS says it, with a real server on this machine.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { hostLookUp } from "../../../adapters/http/look-up-host.ts";

const servers: Server[] = [];
afterEach(() => Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve)))));

/** Answers by type; counts questions. */
async function resolver(answers: Record<string, unknown>, status = 200) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? "/", "http://resolver");
    asked.push(`${searchParams.get("name")} ${searchParams.get("type")} ${request.headers.accept}`);
    response.writeHead(status, { "content-type": "application/dns-json" });
    response.end(JSON.stringify(answers[searchParams.get("type") ?? ""] ?? { Status: 0 }));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { lookUp: hostLookUp(`http://127.0.0.1:${(server.address() as AddressInfo).port}/dns-query`), asked };
}
const record = (type: number, data: string, TTL = 60) => ({ name: "x", type, TTL, data });

test("both kinds of addresses are asked for, and names on the way are none", async () => {
  const { lookUp, asked } = await resolver({
    A: { Status: 0, Answer: [record(5, "edge.tv."), record(1, "93.184.216.34"), record(1, "10.0.0.1")] },
    AAAA: { Status: 0, Answer: [record(28, "2606:4700::1111")] },
  });
  expect(await lookUp("cdn.tv")).toEqual(["93.184.216.34", "10.0.0.1", "[2606:4700::1111]"]);
  expect(asked.toSorted()).toEqual(["cdn.tv A application/dns-json", "cdn.tv AAAA application/dns-json"]);
  await lookUp("cdn.tv");
  expect(asked).toHaveLength(2);
});

test("what may change at once, and a name that is not there, are asked for anew", async () => {
  const { lookUp, asked } = await resolver({ A: { Status: 0, Answer: [record(1, "8.8.8.8", 0)] } });
  await lookUp("rebind.tv");
  await lookUp("rebind.tv");
  expect(asked).toHaveLength(4);
  const { lookUp: lookUpNothing } = await resolver({ A: { Status: 3 }, AAAA: { Status: 3 } });
  expect(await lookUpNothing("nobody.tv")).toEqual([]);
});

test("a resolver that does not answer, or answers nonsense, is no leave to ask", async () => {
  for (const broken of [
    await resolver({}, 500),
    await resolver({ A: { Answer: "x" } }),
    await resolver({ A: [] }),
    await resolver({ A: { Status: 2 } }),
  ])
    await expect(broken.lookUp("cdn.tv")).rejects.toMatchObject({ code: "platform_unavailable" });
});
