// What a person changed in the settings, so that saving does not undo what someone else changed meanwhile.
import type { ChannelSettings } from "#core/channel/channel-settings.ts";

export type Draft = Omit<ChannelSettings, "version">;

/** The settings of `wanted` that differ from how the form was `opened`; an empty object when none does. */
export function changedSettings(opened: Draft, wanted: Draft): Partial<Draft> {
  return {
    ...(wanted.hlsUrl !== opened.hlsUrl && { hlsUrl: wanted.hlsUrl }),
    ...(wanted.autoApprove !== opened.autoApprove && { autoApprove: wanted.autoApprove }),
    ...(JSON.stringify(wanted.autoApproveRules) !== JSON.stringify(opened.autoApproveRules) &&
      wanted.autoApproveRules && { autoApproveRules: wanted.autoApproveRules }),
    ...(wanted.profile !== opened.profile && { profile: wanted.profile }),
    ...(wanted.alarmsPerHour !== opened.alarmsPerHour && { alarmsPerHour: wanted.alarmsPerHour }),
    ...(JSON.stringify(wanted.detection ?? {}) !== JSON.stringify(opened.detection ?? {}) && {
      detection: wanted.detection ?? {},
    }),
    ...((wanted.usesFeedback ?? true) !== (opened.usesFeedback ?? true) && {
      usesFeedback: wanted.usesFeedback ?? true,
    }),
    ...((wanted.keepsExcerpt ?? true) !== (opened.keepsExcerpt ?? true) && {
      keepsExcerpt: wanted.keepsExcerpt ?? true,
    }),
    ...((wanted.broadcastLatencyMs ?? null) !== (opened.broadcastLatencyMs ?? null) && {
      broadcastLatencyMs: wanted.broadcastLatencyMs ?? null,
    }),
    ...(JSON.stringify(wanted.relay) !== JSON.stringify(opened.relay) && wanted.relay && { relay: wanted.relay }),
  };
}
