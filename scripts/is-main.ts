// Whether a module is the one that was started, rather than imported.
import { pathToFileURL } from "node:url";

export function isMain(moduleUrl: string): boolean {
  return process.argv[1] !== undefined && pathToFileURL(process.argv[1]).href === moduleUrl;
}
