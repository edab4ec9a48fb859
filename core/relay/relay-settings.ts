// Which hosts of a channel's stream the deployment reads on behalf of its pages, and how much of that a day.
import { z } from "zod";
import { isEncryptedOrLocal, isPrivateHost, isThisComputer } from "#core/web-address.ts";

export const bytesPerGigabyte = 1_000_000_000;
export const maxGigabytesADay = 2_000;

/** In the one spelling in which `URL` has an origin: lower case, without the port that goes without saying. */
const originForm = /^(https?):\/\/([a-z0-9.-]{1,253}|\[[0-9a-f:]{2,45}\])(?::([1-9]\d{0,4}))?$/;
const goesWithoutSaying: Record<string, string> = { http: "80", https: "443" };
/** A last label of digits makes all of the name a number to `URL`, and then another host than it seems to be. */
const looksLikeNumber = /(^|\.)(\d+|0x[0-9a-f]*)\.?$/;
const dottedDecimal = /^\d+(\.\d+){3}$/;

/** A sentence about why this origin (`https://cdn.example:8443`) is never relayed; null for one that may be allowed. */
export function relayOriginProblem(origin: string): string | null {
  const [, scheme = "", hostname = "", port] = originForm.exec(origin) ?? [];
  const isOneSpelling = hostname !== "" && port !== goesWithoutSaying[scheme];
  if (!isOneSpelling || (looksLikeNumber.test(hostname) && !dottedDecimal.test(hostname)))
    return "That is not a host. It looks like https://cdn.example or https://cdn.example:8443.";
  if (!isEncryptedOrLocal({ protocol: `${scheme}:`, hostname }))
    return "Only an https:// host can be sent through this deployment.";
  if (isPrivateHost(hostname) && !isThisComputer(hostname))
    return "That host is inside a private network, which this deployment never asks.";
  return null;
}

export const relaySettingsSchema = z.object({
  /** Exact, with scheme and port. */
  origins: z
    .array(
      z
        .string()
        .max(300)
        .refine((origin) => relayOriginProblem(origin) === null, "is not a host that can be relayed"),
    )
    .max(8),
  /** Of a day in UTC, for all pages of the channel together. */
  gigabytesADay: z.number().int().min(1).max(maxGigabytesADay),
});
export type RelaySettings = z.infer<typeof relaySettingsSchema>;
