// Whether a token may act for a channel's clips beyond making live ones: clips of recordings, and downloads.
import type { Token } from "./grants.ts";
import { refused, type HelixParts } from "./helix-answer.ts";
import type { Answer } from "./router.ts";
import { demoUsers } from "./world.ts";

const MANAGE_SCOPES = ["channel:manage:clips", "editor:manage:clips"];

/** The refusal, or null when it may. With an app token, what the editor once granted to the app counts. */
export function managesClips(token: Token, editorId: string, broadcasterId: string, parts: HelixParts): Answer | null {
  const { grants, channels, clipRules } = parts;
  const isKnown = (userId: string) => [...demoUsers.twitch, ...channels()].some(({ id }) => id === userId);
  if (!isKnown(editorId)) return refused(404, "The editor was not found");
  const scopes = token.user === null ? grants.scopesGrantedBy(editorId, token.clientId) : token.scopes;
  if (!MANAGE_SCOPES.some((scope) => scopes.includes(scope)))
    return refused(401, "Missing scope: editor:manage:clips or channel:manage:clips");
  if (token.user !== null && token.user.id !== editorId)
    return refused(401, "The ID in editor_id must match the user ID in the access token");
  if (!isKnown(broadcasterId)) return refused(404, "The broadcaster was not found");
  if (editorId === broadcasterId) return null;
  const isEditor = scopes.includes("editor:manage:clips") && clipRules.of(broadcasterId).editors.includes(editorId);
  return isEditor ? null : refused(403, "The user in editor_id is not an editor for the broadcaster");
}
