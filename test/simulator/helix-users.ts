// Helix's Get Users: people and channels by id or login, or whoever's token asks.
import { refused, type HelixParts } from "./helix-answer.ts";
import type { Token } from "./grants.ts";
import { json, type Answer, type Ask } from "./router.ts";
import { demoUsers, type DemoUser } from "./world.ts";

export function getUsers(ask: Ask, token: Token, { channels }: HelixParts): Answer {
  const ids = ask.query.getAll("id");
  const logins = ask.query.getAll("login").map((login) => login.toLowerCase());
  if (ids.length + logins.length > 100) return refused(400, "The number of values must not exceed 100");
  const everyone: readonly DemoUser[] = [...demoUsers.twitch, ...channels()];
  if (ids.length + logins.length === 0) {
    if (token.user === null) return refused(400, "Must provide an ID, Login or OAuth Token");
    return json(200, { data: [userOf(token.user)] });
  }
  if (ids.some((id) => !/^\d{1,20}$/.test(id)) || logins.some((login) => !/^\w{1,25}$/.test(login))) {
    return refused(400, "Invalid username(s), email(s), or ID(s). Bad Identifiers.");
  }
  const found = everyone.filter(({ id, login }) => ids.includes(id) || logins.includes(login));
  return json(200, { data: found.map(userOf) });
}

function userOf({ id, login, displayName }: DemoUser) {
  return {
    id,
    login,
    display_name: displayName,
    type: "",
    broadcaster_type: "affiliate",
    description: "",
    profile_image_url: `https://static-cdn.jtvnw.net/user-default-pictures-uv/${id}-profile_image-300x300.png`,
    offline_image_url: "",
    view_count: 0,
    created_at: "2021-04-17T09:30:00Z",
  };
}
