// How the orders about clips, accounts and single requests are carried out.
import type { z } from "zod";
import type { ClipOrderAnswers, clipOrderForms } from "./clip-order-forms.ts";
import type { ClipRules } from "./clip-rules.ts";
import { isAlive, type EventSubSubscription } from "./eventsub-subscription.ts";
import type { EventSub } from "./eventsub-webhooks.ts";
import type { Grants } from "./grants.ts";
import type { Interventions } from "./interventions.ts";
import type { Stage } from "./stage.ts";
import { demoUsers } from "./world.ts";

export interface ClipOrderParts {
  readonly stage: Stage;
  readonly clipRules: ClipRules;
  readonly interventions: Interventions;
  /** Twitch's. */
  readonly grants: Grants;
  readonly toldClientIds: Map<string, string>;
  readonly eventSub: EventSub;
}

type Forms = typeof clipOrderForms;
type ClipOrders = {
  [Name in keyof Forms]: (order: z.output<Forms[Name]>) => ClipOrderAnswers[Name] | Promise<ClipOrderAnswers[Name]>;
};

export function createClipOrders(parts: ClipOrderParts): ClipOrders {
  const { stage, clipRules, interventions, grants, toldClientIds, eventSub } = parts;
  const userId = (login: string): string => {
    const channels = stage.channels().filter(({ platform }) => platform === "twitch");
    const found = [...demoUsers.twitch, ...channels].find((user) => user.login === login);
    if (found === undefined) throw new Error(`no Twitch user ${login}`);
    return found.id;
  };
  return {
    setClips({ channel, editors, banned, ...changes }) {
      clipRules.change(userId(channel), {
        ...changes,
        editors: editors?.map(userId),
        banned: banned?.map(userId),
      });
      return null;
    },
    setRefusedWords({ words }) {
      clipRules.setRefusedWords(words);
      return null;
    },
    intervene({ channel, ...intervention }) {
      interventions.add({ ...intervention, channelId: channel === undefined ? null : userId(channel) });
      return null;
    },
    clearInterventions() {
      interventions.clear();
      return null;
    },
    waitForHeld: ({ withinMs }) => interventions.waitForHeld(withinMs),
    release: ({ how }) => ({ released: interventions.release(how) }),
    revokeUser({ user }) {
      const id = userId(user);
      grants.revokeUser(id);
      const resting = eventSub.subscriptions.list().filter((one) => isAlive(one) && restsOn(one, id));
      for (const subscription of resting) eventSub.revoke(subscription, "authorization_revoked");
      return null;
    },
    expireTokens({ user }) {
      grants.expireAccess(userId(user));
      return null;
    },
    spendRefreshTokens({ user }) {
      grants.spendRefreshTokens(userId(user));
      return null;
    },
    setScopes({ user, scopes }) {
      grants.narrow(userId(user), scopes);
      return null;
    },
    setToldClient({ user, clientId }) {
      if (clientId === null) toldClientIds.delete(userId(user));
      else toldClientIds.set(userId(user), clientId);
      return null;
    },
  };
}

/** Chat is read with the word of the people in the condition; that a stream began is told without anybody's. */
function restsOn({ type, condition }: EventSubSubscription, userId: string): boolean {
  return type.startsWith("channel.chat.") && Object.values(condition).includes(userId);
}
