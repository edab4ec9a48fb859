// The headers every page carries, and which addresses a page may reach.
import type { MiddlewareHandler } from "hono";
import { playerOrigins } from "#core/capture/official-player.ts";
import { isThisComputer } from "#core/web-address.ts";

/**
 * `strict` reaches nothing but this site. `watch` may also fetch the stream from any https host, play blobs, run the
 * recorder's and the cutter's workers, compile the cutter's wasm, and show the platforms' own players in a frame.
 * `stored` reaches nothing but this site and shows what its browser holds.
 */
export type PageKind = "strict" | "watch" | "stored";

/** `frameOrigin` is one other site whose page this page may show in a frame. */
export function pageHeaders(kind: PageKind, host: string, frameOrigin?: string): Record<string, string> {
  // A stream on the developer's own computer is the one case of http.
  const isLocal = isThisComputer(host.replace(/:\d+$/, ""));
  const streams = isLocal ? "https: http://localhost:* http://127.0.0.1:*" : "https:";
  const self = `'self' ${isLocal ? "ws" : "wss"}://${host}`;
  const policies: Record<PageKind, readonly string[]> = {
    strict: [`connect-src ${self}`, "img-src 'self' data:", "media-src 'self'"],
    watch: [
      "script-src 'self' 'wasm-unsafe-eval' blob:",
      "worker-src 'self' blob:",
      `connect-src ${self} blob: ${streams}`,
      "img-src 'self' blob: data:",
      `media-src 'self' blob: ${streams}`,
      `frame-src ${Object.values(playerOrigins).join(" ")}`,
    ],
    stored: [`connect-src ${self} blob:`, "img-src 'self' blob: data:", "media-src 'self' blob:"],
  };
  return {
    "content-security-policy": [
      "default-src 'self'",
      ...policies[kind],
      ...(frameOrigin === undefined ? [] : [`frame-src ${frameOrigin}`]),
      "style-src 'self'",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ].join("; "),
    "cache-control": "no-cache",
  };
}

/** For every answer of the Worker, page or not. */
export const baseHeaders: MiddlewareHandler = async (context, next) => {
  await next();
  context.header("x-content-type-options", "nosniff");
  context.header("referrer-policy", "strict-origin-when-cross-origin");
  context.header("permissions-policy", "camera=(), microphone=(), geolocation=(), display-capture=(self)");
  context.header("strict-transport-security", "max-age=31536000");
  // No page that opens one of ours may hold on to its window, and no other site may load what is not meant for it.
  context.header("cross-origin-opener-policy", "same-origin");
  if (!context.res.headers.has("cross-origin-resource-policy"))
    context.header("cross-origin-resource-policy", "same-origin");
};

/** What the interface answers is of this moment and for this person: nothing of it is kept anywhere. */
export const noStore: MiddlewareHandler = async (context, next) => {
  await next();
  context.header("cache-control", "no-store");
};
