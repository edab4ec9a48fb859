// What a chat says, in our words, whichever platform and transport it came by.

/** One chat message. Its text lives only as long as it takes to count it. */
export interface ChatMessage {
  readonly type: "message";
  /** The platform's message id, for deduplication. */
  readonly id: string;
  /** When the platform says it was sent, epoch milliseconds. */
  readonly sentAtMs: number;
  /** The platform's user id of who wrote it. */
  readonly chatterId: string;
  /** Lower-case login, used only to recognise bots on a list. */
  readonly chatterLogin: string;
  /** The text without platform emote markup; emotes appear by name, as a viewer would read them. */
  readonly text: string;
  /** Names of the platform's emotes in the text, one entry an occurrence. */
  readonly emotes: readonly string[];
  /** True when shared chat brought it from another channel; such a message is counted there, not here. */
  readonly isFromSharedChat: boolean;
}

export const alertKinds = ["subscription", "gift", "bits", "kicks", "raid"] as const;
export type AlertKind = (typeof alertKinds)[number];

/** Something a platform announces in chat: a subscription, a gift of several, a cheer, a raid. */
export interface ChannelAlert {
  readonly type: "alert";
  readonly id: string;
  readonly sentAtMs: number;
  readonly kind: AlertKind;
  /** Subscriptions, gifts, bits, kicks or raiding viewers. */
  readonly amount: number;
  /** Null when given anonymously. */
  readonly chatterId: string | null;
}

export type ChatEvent = ChatMessage | ChannelAlert;
