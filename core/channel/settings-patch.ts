// Changes a channel's settings: what may be changed, and what is refused.
import type { z } from "zod";
import { streamAddressProblem } from "#core/channel/stream-address.ts";
import { AppError } from "#core/errors.ts";
import { type ChannelSettings, channelSettingsSchema } from "#core/channel/channel-settings.ts";

export const settingsPatchSchema = channelSettingsSchema.omit({ version: true }).partial().strict();
export type SettingsPatch = z.infer<typeof settingsPatchSchema>;

/** The new settings with the next version; the same object when nothing changes. Throws `bad_request` for an unsafe address. */
export function applySettings(settings: ChannelSettings, patch: SettingsPatch): ChannelSettings {
  const problem = patch.hlsUrl ? streamAddressProblem(patch.hlsUrl) : null;
  if (problem !== null) throw new AppError("bad_request", problem);
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
  const changed = { ...settings, ...given };
  const isSame = JSON.stringify(changed) === JSON.stringify(settings);
  return isSame ? settings : { ...changed, version: settings.version + 1 };
}
