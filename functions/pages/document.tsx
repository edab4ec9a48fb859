// The frame of the pages that the Worker renders itself.
import { raw } from "hono/html";
import type { Child } from "hono/jsx";
import { documentHead } from "#core/document-head.ts";

interface DocumentProps {
  readonly title: string;
  readonly bodyClass: string;
  readonly head?: Child;
  readonly children: Child;
}

export function Document({ title, bodyClass, head, children }: DocumentProps) {
  return (
    <>
      {/* Without it browsers lay pages out as in the nineties. */}
      {raw("<!doctype html>")}
      <html lang="en">
        <head>
          {raw(documentHead)}
          <title>{title}</title>
          <link rel="stylesheet" href="/server-pages.css" />
          {head}
        </head>
        <body class={bodyClass}>{children}</body>
      </html>
    </>
  );
}
