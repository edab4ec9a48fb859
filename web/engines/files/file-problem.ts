// Why a file cannot be used, from one closed list, in words for a person.

export type FileProblemCode =
  | "empty"
  | "no_video_file"
  | "flv"
  | "other_container"
  | "no_index"
  | "encrypted"
  | "no_picture"
  | "unknown_codec"
  | "unreadable_part"
  | "changed"
  | "denied"
  | "gone";

const sentences: Record<FileProblemCode, string> = {
  empty: "The file is empty. If it is being recorded, wait a few seconds.",
  no_video_file: "This is no video, whatever its name says.",
  flv: "FLV files cannot be read here. In OBS, File › Remux Recordings makes an MP4 of it; for the next time choose Hybrid MP4 or MKV.",
  other_container: "Files of this kind cannot be read here. MP4, MOV, MKV, WebM and TS can.",
  no_index:
    "This MP4 has no index, because it is still being recorded or its recording broke off. OBS writes files that can be read at any time as Hybrid MP4 or MKV.",
  encrypted: "The video is encrypted and cannot be used.",
  no_picture: "The file has no picture, only sound.",
  unknown_codec: "The picture is in a format that is not known here. H.264, HEVC, AV1, VP9 and VP8 are.",
  unreadable_part: "This part of the file cannot be read.",
  changed: "The file has changed since it was chosen. Choose it again.",
  denied: "The browser may not read this file any more. Choose it again, or allow the folder again.",
  gone: "The file is no longer where it was. If it was moved or renamed, choose it again.",
};

export class FileProblem extends Error {
  override readonly name = "FileProblem";
  readonly code: FileProblemCode;
  constructor(code: FileProblemCode, options?: ErrorOptions) {
    super(sentences[code], options);
    this.code = code;
  }
}
