// Puts the demo's live channels into a running deployment, through the same interface its pages use.
import { ApiFailure, signIn } from "./sign-in.ts";

export interface DemoChannel {
  readonly platform: "twitch" | "kick";
  readonly login: string;
  readonly hlsUrl: string;
}

/** Safe to repeat: what is there already stays and gets its present stream address. */
export async function seedDemo(origin: string, owner: string, channels: readonly DemoChannel[]): Promise<void> {
  const { call } = await signIn(origin, owner);
  for (const { platform, login, hlsUrl } of channels) {
    try {
      await call("POST", "/api/channels", { address: `${platform}:${login}` });
    } catch (error) {
      if (!(error instanceof ApiFailure) || error.code !== "conflict") throw error;
    }
    await call("PATCH", `/api/channels/${platform}/${login}/settings`, {
      hlsUrl,
      autoApprove: true,
      // The demo's stream has something to see every three quarters of a minute, and whoever opens the page late
      // should not wait for an hourly budget to refill.
      alarmsPerHour: 60,
    });
  }
}
