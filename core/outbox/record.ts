// A database record on its way: what an object's outbox puts on the queue and the consumer writes.
import { z } from "zod";
import { candidateStateSchema } from "#core/clips/candidate/candidate.ts";
import { clipJobSchema } from "#core/clips/job/clip-job.ts";
import { momentSchema } from "#core/moments/moment.ts";
import { channelRefSchema } from "#core/channel/channel-ref.ts";
import { sessionSchema } from "#core/session/session.ts";

/** The login is what people know a channel by; the session itself only needs its id. */
const sessionRow = sessionSchema.extend({ login: z.string().max(60) });
const momentRow = momentSchema.extend({ channel: channelRefSchema, clipId: z.string().max(40).nullable() });

const sessionRecord = z.object({ table: z.literal("sessions"), row: sessionRow });
const momentRecord = z.object({ table: z.literal("moments"), row: momentRow });
const candidateRecord = z.object({ table: z.literal("candidates"), row: candidateStateSchema });
const jobRecord = z.object({ table: z.literal("clip_jobs"), row: clipJobSchema });

/** What a monitor and what a desk owe the database. */
export const monitorRowSchema = z.discriminatedUnion("table", [sessionRecord, momentRecord]);
export const deskRowSchema = z.discriminatedUnion("table", [candidateRecord, jobRecord]);
export type DatabaseRow = z.infer<typeof monitorRowSchema> | z.infer<typeof deskRowSchema>;

/** `revision` grows with every record of an object, so that an older one that comes late does not undo a newer one. */
const entry = { outboxId: z.number().int().nonnegative(), revision: z.number().int().nonnegative() };
export const recordSchema = z.discriminatedUnion("table", [
  sessionRecord.extend(entry),
  momentRecord.extend(entry),
  candidateRecord.extend(entry),
  jobRecord.extend(entry),
]);
export type DatabaseRecord = z.infer<typeof recordSchema>;

export const recordSourceSchema = z.object({ object: z.enum(["ChannelMonitor", "ClipDesk"]), key: z.string().max(60) });
export type RecordSource = z.infer<typeof recordSourceSchema>;

export const recordMessageSchema = z.object({ source: recordSourceSchema, entries: z.array(recordSchema).max(200) });
