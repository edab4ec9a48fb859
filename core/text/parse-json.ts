// Reads text that may not be JSON.

/** Undefined for what is no JSON; it is not believed to be of any form. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
