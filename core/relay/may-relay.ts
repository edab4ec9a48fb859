// Which addresses the relay asks: those of allowed hosts, what these name, and the files of a playlist that they name. No
// further, because a host that was only named may be anybody's.
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

/** What names an address: a playlist or a redirect, where it came from, and on whose word that was asked. */
export interface Naming {
  readonly origin: string;
  readonly via: string;
  /** Whether what is named names nothing in its turn, as segments and keys do. */
  readonly isLast: boolean;
}

/**
 * On whose word a named address is asked. An allowed host gives its own. Another one passes on the word that led to it for
 * its own files and for what names nothing further; for anything else it has only its own, which counts for nothing.
 */
export function wordFor(named: Pick<RelayTarget, "origin">, by: Naming, allowed: readonly string[]): string {
  const passesOn = !allowed.includes(by.origin) && (named.origin === by.origin || by.isLast);
  return passesOn ? by.via : by.origin;
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
