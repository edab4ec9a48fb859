// The part of m3u8-parser 7.2 that is used; the package has no types. What it makes is read by core/recording/playlist.ts.
declare module "m3u8-parser" {
  export class Parser {
    push(text: string): void;
    end(): void;
    readonly manifest: unknown;
  }
}
