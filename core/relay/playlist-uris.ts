// Takes an HLS playlist apart into the text that stays and the addresses in it, so that each of them can be replaced. Only
// what is understood is kept: players read sloppy text in ways of their own, and an address that slipped through would be
// asked past the relay. Byte ranges, times and ads stay as they are.

/** What an address leads to, which decides how its answer is treated. */
export type RelayKind = "playlist" | "segment" | "key" | "data";
export interface PlaylistUri {
  readonly kind: RelayKind;
  /** Empty where there is none that could be asked. */
  readonly uri: string;
}
export type PlaylistPiece = string | PlaylistUri;

/** More than the recorder reads of any playlist; each costs a signature. */
const maxUris = 12_000;
/** Longer than any line with an address that a browser would still ask. */
const maxLineLength = 8_000;
const maxVariables = 50;
const maxVariableLength = 200;

/** Which addresses the tags hold. Of the others in a list of attributes, those are emptied that look like an address. */
const uriKinds: Record<string, RelayKind> = {
  "#EXT-X-KEY": "key",
  "#EXT-X-SESSION-KEY": "key",
  "#EXT-X-MAP": "segment",
  "#EXT-X-PART": "segment",
  "#EXT-X-PRELOAD-HINT": "segment",
  "#EXT-X-MEDIA": "playlist",
  "#EXT-X-I-FRAME-STREAM-INF": "playlist",
  "#EXT-X-RENDITION-REPORT": "playlist",
  "#EXT-X-SESSION-DATA": "data",
};
const attributeTags = new Set([
  ...Object.keys(uriKinds),
  "#EXT-X-STREAM-INF",
  "#EXT-X-DATERANGE",
  "#EXT-X-SERVER-CONTROL",
  "#EXT-X-PART-INF",
  "#EXT-X-SKIP",
  "#EXT-X-START",
]);
/** Steering names servers in a file of its own, past every list of ours. */
const leftOut = new Set(["#EXT-X-CONTENT-STEERING"]);

/** All that any player takes for the end of a line: hls.js ends one at U+2028. */
const lineEnds = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/;
const controls = /[\u0000-\u001f\u007f-\u009f]/g;
const attribute = /(?:^|,)\s*([A-Z0-9-]{1,100})=("[^"]*"|[\w.+-]*)\s*(?=,|$)/g;
const namesElsewhere = /(URI|URL|LIST)$/;
const looksLikeAddress = /\/\/|(https?|data|blob|file|ftp):/i;

/** Null for what is no playlist, or one with too many addresses. */
export function playlistUris(text: string): PlaylistPiece[] | null {
  const lines = text.split(lineEnds);
  if (lines[0]?.replace(/^\ufeff/, "").trim() !== "#EXTM3U") return null;
  const pieces: PlaylistPiece[] = ["#EXTM3U\n"];
  const variables = new Map<string, string>();
  let uris = 0;
  let isVariant = false;
  for (const raw of lines.slice(1)) {
    const line = substituted(raw.replace(controls, "").trim(), variables);
    if (line === "") continue;
    if (line.startsWith("#")) {
      const tag = line.split(":", 1)[0] ?? "";
      if (tag === "#EXT-X-STREAM-INF") isVariant = true;
      for (const piece of keptOf(tag, line, variables)) {
        if (typeof piece !== "string") uris++;
        pieces.push(piece);
      }
    } else {
      pieces.push({ kind: isVariant ? "playlist" : "segment", uri: line.length > maxLineLength ? "" : line }, "\n");
      isVariant = false;
      uris++;
    }
    if (uris > maxUris) return null;
  }
  return pieces;
}

function keptOf(tag: string, line: string, variables: Map<string, string>): PlaylistPiece[] {
  if (line.length > maxLineLength || leftOut.has(tag)) return [];
  if (tag === "#EXT-X-DEFINE") {
    define(line, variables);
    return [];
  }
  // A title may hold anything, and nobody reads it.
  if (tag === "#EXTINF") {
    const seconds = /^#EXTINF:\s*(\d{1,9}(?:\.\d{1,12})?)/.exec(line)?.[1];
    return seconds === undefined ? [] : [`#EXTINF:${seconds},\n`];
  }
  if (attributeTags.has(tag)) return attributesOf(tag, line);
  return /^#EXT[A-Z0-9-]+(:[\w.,;:+/@= -]*)?$/.test(line) && !/URI=/.test(line) && !looksLikeAddress.test(line)
    ? [`${line}\n`]
    : [];
}

function attributesOf(tag: string, line: string): PlaylistPiece[] {
  const kind = uriKinds[tag];
  const pieces: PlaylistPiece[] = [`${tag}:`];
  let isFirst = true;
  for (const [, name = "", value = ""] of line.slice(tag.length + 1).matchAll(attribute)) {
    const plain = value.replaceAll('"', "");
    const isUri = name === "URI" && kind !== undefined;
    if (!isUri && (namesElsewhere.test(name) || looksLikeAddress.test(plain))) continue;
    pieces.push(`${isFirst ? "" : ","}${name}=`, ...(isUri ? ['"', { kind, uri: plain }, '"'] : [value]));
    isFirst = false;
  }
  return [...pieces, "\n"];
}

/** RFC 8216bis 4.4.2.3. A variable of the playlist that led here, or of its address, is not known. */
function define(line: string, variables: Map<string, string>): void {
  const list = line.slice("#EXT-X-DEFINE:".length);
  const given = new Map([...list.matchAll(attribute)].map(([, name, value = ""]) => [name, value.replaceAll('"', "")]));
  const [name, value] = [given.get("NAME"), given.get("VALUE")];
  const isShort = value !== undefined && value.length <= maxVariableLength;
  if (name !== undefined && isShort && variables.size < maxVariables) variables.set(name, value);
}

function substituted(line: string, variables: ReadonlyMap<string, string>): string {
  if (variables.size === 0 || line.length > maxLineLength || line.startsWith("#EXT-X-DEFINE")) return line;
  return line.replaceAll(/\{\$([\w-]{1,100})\}/g, (whole, name: string) => variables.get(name) ?? whole);
}
