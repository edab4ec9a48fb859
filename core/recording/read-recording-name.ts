// What the name of a recording says, for a page that knows no more of it.
export interface NameParts {
  readonly login: string;
  readonly sessionNumber: number;
}

/** The inverse of `recordingName`, but for its time; null for any other name. Logins are as file names have them. */
export function readRecordingName(name: string): NameParts | null {
  const [, login = "", session = ""] = /^(.+)_s(\d{3,})_\d{8}_\d{6}$/.exec(name) ?? [];
  return login === "" ? null : { login, sessionNumber: Number(session) };
}
