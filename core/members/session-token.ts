// Finds the session token in a `Cookie` header, where no framework reads it: a live socket begins before the routes do.

/** Null when there is none, or none that can be read. */
export function sessionToken(cookieHeader: string | null): string | null {
  const value = /(?:^|;\s*)__Host-hypecut=([^;]+)/.exec(cookieHeader ?? "")?.[1];
  try {
    return value === undefined ? null : decodeURIComponent(value);
  } catch {
    return null;
  }
}
