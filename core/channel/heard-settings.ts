// What a listener needs of a channel's settings: the person's choices, and what their feedback says of each trigger.
import type { ChannelSettings } from "#core/channel/channel-settings.ts";
import type { TriggerType } from "#core/moments/moment.ts";

export interface HeardSettings extends ChannelSettings {
  /** Left out where nobody has said anything, or where feedback is switched off. */
  readonly triggerWeights?: Partial<Record<TriggerType, number>>;
}
