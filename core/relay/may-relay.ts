// Which addresses the relay asks: those of allowed hosts, and those that an allowed host names itself. One step of trust
// and no more, because a host that was only named may be anybody's.
import { type AddressParts, isPrivateHost, isThisComputer } from "#core/web-address.ts";

/** As `URL` has them. */
export interface RelayTarget extends AddressParts {
  readonly origin: string;
  /** Empty for the one that goes without saying. */
  readonly port: string;
  readonly username: string;
  readonly password: string;
}

export interface RelayRule {
  /** What editors have allowed. */
  readonly allowed: readonly string[];
  /** This deployment's own; the relay never asks itself. */
  readonly own: Pick<RelayTarget, "origin" | "hostname">;
}

/** On whose word an address is asked that the playlist or the redirect at `by` names: that host's own, but for its own files. */
export function wordFor(
  named: Pick<RelayTarget, "origin">,
  by: { readonly origin: string; readonly via: string },
): string {
  return named.origin === by.origin ? by.via : by.origin;
}

/** `via` is the origin on whose word the target is asked. */
export function mayRelay(target: RelayTarget, via: string, { allowed, own }: RelayRule): boolean {
  if (target.username !== "" || target.password !== "" || target.origin === own.origin) return false;
  const isAllowed = allowed.includes(target.origin);
  // On a developer's machine alone, and there too only what somebody has allowed by its port.
  if (isThisComputer(target.hostname)) return isAllowed && isThisComputer(own.hostname);
  if (target.protocol !== "https:" || isPrivateHost(target.hostname)) return false;
  // Whoever is only named is a file server like any other: no other service is to be knocked at.
  return isAllowed || (allowed.includes(via) && target.port === "");
}
