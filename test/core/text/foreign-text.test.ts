// Text that PostgreSQL refuses (NUL, half a surrogate pair) is cleaned where it enters, whoever wrote it: a record with it
// could never be stored, and the queue would try for ever.
import { expect, test } from "vitest";
import { channelSchema } from "#core/channel/channel.ts";
import { clipJobSchema, type QueuedAtTwitch } from "#core/clips/job/clip-job.ts";
import { recordTry } from "#core/clips/job/failure.ts";
import { failTwitch, judgeFailure } from "#core/clips/twitch/twitch-failure.ts";
import { detectionSettingsSchema } from "#core/detection/detection-settings.ts";
import { memberSchema } from "#core/members/member.ts";
import { momentSchema } from "#core/moments/moment.ts";
import { titleSchema } from "#core/moments/title.ts";
import { sessionSchema } from "#core/session/session.ts";
import { kickChannels, kickLivestreams, kickUsers } from "../../../adapters/kick/kick-api.external.ts";
import { kickWebhookEvent } from "../../../adapters/kick/webhook-event.ts";
import { eventSubMessage } from "../../../adapters/twitch/eventsub-message.ts";
import { helixClip } from "../../../adapters/twitch/helix-clips.external.ts";
import { helixStream, helixUsers } from "../../../adapters/twitch/helix.external.ts";
import { aJob } from "../../support/clip-builders.ts";
import { momentRecord, sessionRecord } from "../../support/record-builders.ts";

const foreign = "so\u0000 good \ud83d!";
const clean = "so good \ufffd!";
const time = "2026-01-17T12:00:00Z";
const kickPerson = { is_anonymous: false, user_id: 9, username: "ann", channel_slug: "ann" };
const twitchChannel = { broadcaster_user_id: "1337", broadcaster_user_login: "c", broadcaster_user_name: "C" };
const link = "https://clips.twitch.tv/x";
const aTry = { atMs: 0, stage: "create", httpStatus: null, errorCode: null, detail: foreign } as const;

const entries: Record<string, () => unknown> = {
  "a channel's names": () =>
    channelSchema.parse({ platform: "kick", channelId: "1", login: foreign, displayName: foreign }),
  "a member's names": () =>
    memberSchema.parse({ platform: "kick", userId: "1", login: foreign, displayName: foreign, role: "viewer" }),
  "a session's title": () => sessionSchema.parse({ ...sessionRecord(1).row, title: foreign }),
  "a moment's explanation and its triggers' words": () => {
    const { row } = momentRecord(1, { explanation: foreign });
    const triggers = "triggers" in row ? row.triggers.map((one) => ({ ...one, term: foreign })) : [];
    return momentSchema.parse({ ...row, triggers });
  },
  "a title": () => titleSchema.parse(foreign),
  "keywords and bots": () => {
    const { seed } = detectionSettingsSchema.parse({ seed: { clipKeywords: [foreign] } });
    return seed.clipKeywords;
  },
  "what was tried": () => recordTry({ tries: [] }, aTry),
  "what Helix refuses with": () =>
    judgeFailure("create_live", { status: "refused", httpStatus: 400, message: foreign }),
  "why Helix gave no answer": () => judgeFailure("create_live", { status: "unanswered", detail: foreign }),
  "what is wrong with an account": () => judgeFailure("create_live", { status: "no_account", problem: foreign }),
  "why a job of Twitch's has failed": () => {
    const why = { stage: "create_live", httpStatus: 400, code: "clip_unknown", reason: "refused", offers: [] } as const;
    const job = aJob({ executor: "twitch_live" }) as QueuedAtTwitch;
    return clipJobSchema.parse(
      failTwitch(job, { ...why, detail: foreign.padEnd(500, "x") }, { nowMs: 0, grants: { live: null, manage: null } }),
    );
  },
  "Twitch's users": () => helixUsers.parse({ data: [{ id: "1", login: foreign, display_name: foreign }] }),
  "Twitch's streams": () =>
    helixStream.parse({ id: "1", user_id: "1", type: "live", title: foreign, viewer_count: 1, started_at: time }),
  "Twitch's clips": () =>
    helixClip("https://api").parse({
      ...{ id: "x", url: link, embed_url: link, thumbnail_url: link, creator_id: "1" },
      ...{ title: foreign, created_at: time, duration: 30 },
    }),
  "why EventSub ends a subscription": () => eventSub("revocation", "channel.chat.message", {}, { status: foreign }),
  "EventSub's emotes": () =>
    eventSub("notification", "channel.chat.message", {
      ...{ chatter_user_id: "42", chatter_user_login: "ann", chatter_user_name: "Ann", message_id: "m-1" },
      message: {
        text: "x",
        fragments: [{ type: "emote", text: foreign, cheermote: null, emote: null, mention: null }],
      },
      ...{ message_type: "text", cheer: null, reply: null },
    }),
  "Kick's channels": () => kickChannels.parse({ data: [{ broadcaster_user_id: 1, slug: foreign }] }),
  "Kick's users": () => kickUsers.parse({ data: [{ user_id: 1, name: foreign }] }),
  "Kick's streams": () =>
    kickLivestreams.parse({ data: [{ stream_title: foreign, title: foreign, started_at: time }] }),
  "Kick's word of a stream": () =>
    kickWebhookEvent({
      ...{ eventType: "livestream.status.updated", messageId: "01HX" },
      body: { broadcaster: kickPerson, is_live: true, title: foreign, started_at: time, ended_at: null },
    }),
  "Kick's emotes": () =>
    kickWebhookEvent({
      ...{ eventType: "chat.message.sent", messageId: "01HX" },
      body: {
        ...{ message_id: "m-1", broadcaster: kickPerson, sender: kickPerson, emotes: null, created_at: time },
        content: `[emote:1:${foreign}]`,
      },
    }),
};

test.each(Object.keys(entries))("%s", (name) => {
  const texts = textsIn(entries[name]?.()).filter((text) => text.includes("good"));
  // The text of a message is counted and forgotten; what is kept of it is cleaned as an excerpt.
  const kept = texts.filter((text) => !name.endsWith("emotes") || text !== foreign);
  expect(kept.length).toBeGreaterThan(0);
  for (const text of kept) expect(text).toContain(clean);
});

function eventSub(messageType: string, type: string, event: object, subscription: object = {}): unknown {
  const about = { id: "s", type, version: "1", status: "enabled", condition: twitchChannel, cost: 0, ...subscription };
  return eventSubMessage({
    messageType,
    sentAtMs: 0,
    body: { subscription: about, event: { ...twitchChannel, ...event } },
  });
}

/** Every text in a value. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
