// Where a page may find a channel's stream.
import { isEncryptedOrLocal } from "#core/web-address.ts";

/** What `URL` reads as an address with a host, in one way only: no backslash, white space, or host left out. */
const webAddress = /^(https?):\/\/(?:[^\s/?#\\]*@)?([^\s/?#@\\:[\]]+|\[[0-9a-f:.]+\])(?::\d{1,5})?(?:[/?#]\S*)?$/i;
const withName = /^https?:\/\/[^/?#]*@/i;

/** A sentence about what is wrong with it; null for an address that a page may be told. */
export function streamAddressProblem(address: string): string | null {
  const [, scheme = "", hostname = ""] = webAddress.exec(address) ?? [];
  if (hostname === "") return "That is not an address. It begins with https:// and usually ends in .m3u8.";
  if (withName.test(address))
    return "The address holds a name or a password, which everyone who watches would see. Leave out the part before the @.";
  if (isEncryptedOrLocal({ protocol: `${scheme.toLowerCase()}:`, hostname: hostname.toLowerCase() })) return null;
  return "The address must begin with https://. Only a server on this computer may use http://.";
}
