// Who has spoken in the last seconds, so that people are counted and not messages. People are hashes of their ids.
import { hash32 } from "./recent-ids.ts";

export const chatterWindowSeconds = 10;
export const demandWindowSeconds = 30;
// More than this many messages in ten seconds are one person's flood. Excited people send two or three.
const floodMessages = 3;
// Four hundred new people a second for ten seconds; beyond, the longest silent are forgotten first.
const maxPeople = 4000;

interface Person {
  lastSecond: number;
  /** Second of the first message of the ten seconds in which `messages` are counted. */
  runFromSecond: number;
  messages: number;
  /** When this person last asked for a clip; null for never. */
  askedSecond: number | null;
}

/** In the order of last speaking, oldest first. */
export type RecentPeople = Map<number, Person>;

export interface Visit {
  /** None of this person's messages in the ten seconds before. */
  readonly isNew: boolean;
  readonly isFlooding: boolean;
  /** The first request for a clip in thirty seconds. */
  readonly isNewDemand: boolean;
}

/** Counts one message of a person. Amortised O(1): whoever is forgotten had been added once. */
export function visit(people: RecentPeople, chatterId: string, second: number, asksForClip: boolean): Visit {
  const key = hash32(chatterId);
  const before = people.get(key);
  const isNew = before === undefined || Math.abs(second - before.lastSecond) >= chatterWindowSeconds;
  const isNewRun = before === undefined || Math.abs(second - before.runFromSecond) >= chatterWindowSeconds;
  const messages = isNewRun ? 1 : before.messages + 1;
  const asked = before?.askedSecond ?? null;
  const isNewDemand = asksForClip && (asked === null || Math.abs(second - asked) >= demandWindowSeconds);

  people.delete(key);
  people.set(key, {
    lastSecond: Math.max(second, before?.lastSecond ?? second),
    runFromSecond: isNewRun ? second : before.runFromSecond,
    messages,
    askedSecond: isNewDemand ? second : asked,
  });
  forget(people, second);
  return { isNew, isFlooding: messages > floodMessages, isNewDemand };
}

function forget(people: RecentPeople, second: number): void {
  for (const [key, person] of people) {
    if (people.size <= maxPeople && second - person.lastSecond < demandWindowSeconds) return;
    people.delete(key);
  }
}
