// The part of m3u8-parser 7.2 that is used; the package has no types. What it makes is read by core/recording/playlist.ts.
declare module "m3u8-parser" {
  export class Parser {
    push(text: string): void;
    end(): void;
    /** Keeps the line of a tag the parser does not know, beside the segment that follows it where `segment` is true. */
    addParser(options: { expression: RegExp; customType: string; segment?: boolean }): void;
    /** Reads one tag as another. */
    addTagMapper(options: { expression: RegExp; map: (line: string) => string }): void;
    readonly manifest: unknown;
  }
}
