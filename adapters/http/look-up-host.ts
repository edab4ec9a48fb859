// Which addresses a name of the web has, asked over HTTPS (DNS-JSON, as Cloudflare and Google answer it), because a Worker
// cannot ask a resolver. Whoever connects afterwards resolves the name anew, so this refuses names that lead inside, and is
// no proof against one that changes its answer within seconds.
import { z } from "zod";
import { AppError } from "#core/errors.ts";
import { callJson } from "./call-json.ts";

/** IPv4 in dotted decimal, IPv6 in brackets, as `URL` has a hostname. */
export type HostLookUp = (hostname: string) => Promise<readonly string[]>;

const answerSchema = z.object({
  Status: z.number(),
  Answer: z
    .array(z.object({ type: z.number(), TTL: z.number(), data: z.string().max(1000) }))
    .max(200)
    .default([]),
});
const types = { A: 1, AAAA: 28 } as const;
const noSuchName = 3;
/** A segment comes every second or two, and two questions for each would double the requests. */
const longestMs = 20_000;
const maxRemembered = 100;

/** Throws `platform_unavailable` where nobody answers. What is not known is asked for each time; a name without addresses has none. */
export function hostLookUp(dnsUrl: string): HostLookUp {
  const known = new Map<string, { readonly addresses: readonly string[]; readonly untilMs: number }>();
  return async (hostname) => {
    const present = known.get(hostname);
    if (present && present.untilMs > Date.now()) return present.addresses;
    const found = (await Promise.all([ask(dnsUrl, hostname, "A"), ask(dnsUrl, hostname, "AAAA")])).flat();
    const addresses = found.map(({ address }) => address);
    const liveMs = Math.min(longestMs, ...found.map(({ ttlMs }) => ttlMs));
    if (known.size >= maxRemembered) known.clear();
    if (addresses.length > 0) known.set(hostname, { addresses, untilMs: Date.now() + liveMs });
    return addresses;
  };
}

async function ask(dnsUrl: string, hostname: string, type: keyof typeof types) {
  const url = new URL(dnsUrl);
  url.searchParams.set("name", hostname);
  url.searchParams.set("type", type);
  const { Status, Answer } = await callJson(
    url.href,
    { headers: { accept: "application/dns-json" } },
    answerSchema,
    "nameLookUp",
  );
  if (Status !== 0 && Status !== noSuchName)
    throw new AppError("platform_unavailable", `Nobody says what ${hostname} resolves to.`);
  // The names it leads through come along.
  return Answer.filter((record) => record.type === types[type]).map(({ data, TTL }) => ({
    address: type === "AAAA" ? `[${data}]` : data,
    ttlMs: TTL * 1000,
  }));
}
