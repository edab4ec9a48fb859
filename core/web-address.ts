// What an address of the web may be: encrypted, or of this computer; and which hosts no outsider may make us ask.

/** As `URL` has them. */
export interface AddressParts {
  readonly protocol: string;
  readonly hostname: string;
}

/** The names a browser itself trusts without encryption. `hostname` is as `URL` gives it, in lower case. */
export function isThisComputer(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}

/** A page on https may not fetch http, and what is sent in the clear can be read and replaced on the way. */
export function isEncryptedOrLocal({ protocol, hostname }: AddressParts): boolean {
  return protocol === "https:" || (protocol === "http:" && isThisComputer(hostname));
}

/** Each block that leads into somebody's own network, or to the machine that asks (RFC 6890, RFC 6598). */
const privateV4: readonly (readonly [network: string, bits: number])[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  // Where clouds tell a machine its own secrets.
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
];
/** A name without a dot, or below one of these, is answered by whoever runs the local network. */
const localNames = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|home\.arpa|test|example|invalid|onion)\.?$/;

/**
 * Whether a host is, or may well be, inside a private network. `hostname` is as `URL` gives it: every way of writing an
 * IPv4 address has become dotted decimal there, and an IPv6 address is in brackets.
 */
export function isPrivateHost(hostname: string): boolean {
  const host = hostname.toLowerCase();
  if (host.startsWith("[")) return isPrivateV6(host.slice(1, -1));
  if (/^\d+(\.\d+){3}$/.test(host)) return isPrivateV4(host);
  return !host.replace(/\.$/, "").includes(".") || localNames.test(host);
}

function isPrivateV4(address: string): boolean {
  const value = v4Value(address);
  return privateV4.some(([network, bits]) => value >>> (32 - bits) === v4Value(network) >>> (32 - bits));
}

function v4Value(address: string): number {
  return address.split(".").reduce((value, part) => ((value << 8) | Number(part)) >>> 0, 0);
}

/** Only what is routed to the whole world is not private, and of that no form that carries an IPv4 address. */
function isPrivateV6(address: string): boolean {
  const groups = v6Groups(address);
  if (!groups) return true;
  const [first = 0, second = 0] = groups;
  // Global unicast is 2000::/3 (RFC 4291). Mapped IPv4 (::ffff:0:0/96), NAT64 (64:ff9b::/96), unique local (fc00::/7),
  // link-local (fe80::/10) and multicast lie outside of it.
  if (first >>> 13 !== 1) return true;
  // Teredo and documentation (2001::/32, 2001:db8::/32), and 6to4, which carries an IPv4 address (2002::/16).
  return first === 0x2002 || (first === 0x2001 && (second === 0 || second === 0xdb8));
}

function v6Groups(address: string): number[] | null {
  const [head = "", tail] = address.split("::");
  const read = (text: string) => (text === "" ? [] : text.split(":").map((group) => Number.parseInt(group, 16)));
  const [before, after] = [read(head), read(tail ?? "")];
  const missing = tail === undefined ? 0 : 8 - before.length - after.length;
  const groups = [...before, ...Array.from({ length: Math.max(0, missing) }, () => 0), ...after];
  return groups.length === 8 && groups.every((group) => group >= 0 && group <= 0xffff) ? groups : null;
}
