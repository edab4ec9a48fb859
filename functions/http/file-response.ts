// Answers with a stored file: ranges (RFC 9110 §14), conditional requests, and no sniffing. The store judges the conditions.
// Ranges are read here, because it answers one beyond the end with the whole file and does not know `If-Range`.

/** Null when there is no such file. */
export async function fileResponse(bucket: R2Bucket, key: string, request: Request): Promise<Response | null> {
  const head = await bucket.head(key);
  if (!head) return null;
  const range = parseRange(request.headers.get("range"), head.size, request.headers.get("if-range"), head.httpEtag);
  const stored = await bucket.get(key, {
    onlyIf: request.headers,
    ...(range !== null && range !== "unsatisfiable" && { range }),
  });
  if (!stored) return null;
  const headers = headersOf(stored);
  if (!("body" in stored)) return new Response(null, { status: failedCondition(request), headers });
  if (range === "unsatisfiable" || request.method === "HEAD") await stored.body.cancel();
  if (range === "unsatisfiable") {
    headers.set("content-range", `bytes */${stored.size}`);
    return new Response(null, { status: 416, headers });
  }
  headers.set("content-length", String(range ? range.length : stored.size));
  if (range) headers.set("content-range", `bytes ${range.offset}-${range.offset + range.length - 1}/${stored.size}`);
  return new Response(request.method === "HEAD" ? null : stored.body, { status: range ? 206 : 200, headers });
}

function headersOf(stored: R2Object): Headers {
  return new Headers({
    "content-type": stored.httpMetadata?.contentType ?? "application/octet-stream",
    etag: stored.httpEtag,
    "last-modified": stored.uploaded.toUTCString(),
    "accept-ranges": "bytes",
    // It never changes under its address, but it may be taken down: nobody shares a copy, and after five minutes the copy
    // is asked about by its ETag.
    "cache-control": "private, max-age=300, must-revalidate",
    // Other sites may play a clip.
    "cross-origin-resource-policy": "cross-origin",
  });
}

/** What the client has is still good, or what it wanted unchanged has changed. */
function failedCondition({ headers }: Request): 304 | 412 {
  return headers.has("if-match") || headers.has("if-unmodified-since") ? 412 : 304;
}

interface ByteRange {
  readonly offset: number;
  readonly length: number;
}

/** Null asks for the whole file: no range, several ranges, a unit we do not know, or a file that has changed since. */
export function parseRange(
  header: string | null,
  size: number,
  ifRange: string | null,
  etag: string,
): ByteRange | "unsatisfiable" | null {
  if (header === null || (ifRange !== null && ifRange !== etag)) return null;
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header.trim());
  if (!match || (match[1] === "" && match[2] === "")) return null;
  const [first, last] = [match[1], match[2]];
  if (first === "") {
    const length = Math.min(Number(last), size);
    return length === 0 ? "unsatisfiable" : { offset: size - length, length };
  }
  const offset = Number(first);
  const end = last === "" ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== "" && Number(last) < offset) return null;
  return offset >= size ? "unsatisfiable" : { offset, length: end - offset + 1 };
}
