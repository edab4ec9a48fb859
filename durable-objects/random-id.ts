// Ids that cannot be guessed and read well in an address: no letters that look like others.
import { customAlphabet } from "nanoid";

/** Takes the length: 16 characters of these 31 are 79 bits. */
export const randomId = customAlphabet("23456789abcdefghjkmnpqrstuvwxyz");
