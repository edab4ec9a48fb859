// The page for an address that leads nowhere, or to something that does not work just now.
import { Document } from "./document.tsx";

export function ErrorPage({ heading, sentence }: { heading: string; sentence: string }) {
  return (
    <Document title={`${heading} · Hypecut`} bodyClass="centred-page">
      <main>
        <h1>{heading}</h1>
        <p>{sentence}</p>
        <a href="/">To the start</a>
      </main>
    </Document>
  );
}
