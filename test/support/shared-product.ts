// The product as `npm start` runs it, one for all browser tests of a run. A test shares the demo world's
// channels and its owner with the others; what it changes is a channel or a person of its own.
import { inject } from "vitest";
import type { Channel } from "#core/channel/channel.ts";
import type { Role } from "#core/members/member.ts";
import { type SignedIn, signIn } from "../../scripts/demo/sign-in.ts";
import type { OrderAnswers, OrderInput, OrderName } from "../simulator/control.ts";
import type { Chromium, Tab } from "./chromium.ts";

export interface SharedProduct {
  readonly address: string;
  /** Base address of the demo world, for its control interface. */
  readonly simulator: string;
  /** Signed in as the deployment's owner. */
  readonly owner: SignedIn;
  order<Name extends OrderName>(name: Name, input: OrderInput<Name>): Promise<OrderAnswers[Name]>;
  /** A live channel that the product watches and nobody else uses. Its chat says what the test orders. */
  newChannel(about?: NewChannel): Promise<Channel>;
  /** A member nobody else is. */
  newMember(role: Exclude<Role, "owner">): Promise<NewMember>;
  /** A tab of somebody who is signed in, who is then signed in in every tab of that browser. `path` begins with a slash. */
  openTab(chromium: Chromium, who: SignedIn, path: string): Promise<Tab>;
}

export interface NewChannel extends Partial<
  Pick<OrderInput<"addChannel">, "platform" | "reacts" | "steadyPerSecond" | "viewers">
> {
  /** How long its broadcast has run; default 0. */
  readonly ageMs?: number;
}

export interface NewMember extends SignedIn {
  readonly login: string;
  readonly userId: string;
}

/** For `beforeAll`, with a limit of minutes: the first to ask waits for the product's start. */
export async function sharedProduct(): Promise<SharedProduct> {
  const answer = await fetch(inject("productDoor"));
  if (!answer.ok) throw new Error(await answer.text());
  const { address, simulator } = (await answer.json()) as { address: string; simulator: string };
  const owner = await signIn(address, "hypecut_demo");

  const order: SharedProduct["order"] = async (name, input) => {
    const done = await fetch(`${simulator}/control/${name}`, { method: "POST", body: JSON.stringify(input) });
    if (!done.ok) throw new Error(`The demo world refuses ${name}: ${await done.text()}`);
    return done.json();
  };
  return {
    ...{ address, simulator, owner, order },
    async newChannel({ platform = "twitch", reacts = false, steadyPerSecond = 0, viewers, ageMs = 0 } = {}) {
      const login = uniqueLogin();
      const about = { platform, login, reacts, steadyPerSecond, ...(viewers !== undefined && { viewers }) };
      const { id } = await order("addChannel", about);
      await order("setLive", { channel: login, live: true, ageMs });
      await owner.call("POST", "/api/channels", { address: `${platform}:${login}` });
      return { platform, channelId: id, login, displayName: login };
    },
    async newMember(role) {
      // Whoever owns a channel in the demo world can sign in there.
      const login = uniqueLogin();
      const { id: userId } = await order("addChannel", { platform: "twitch", login, reacts: false });
      await owner.call("POST", "/api/members", { platform: "twitch", login, role });
      return { ...(await signIn(address, login)), login, userId };
    },
    openTab: (chromium, { cookie }, path) => chromium.open(`${address}${path}`, cookie),
  };
}

function uniqueLogin(): string {
  return `t${crypto.randomUUID().replaceAll("-", "").slice(0, 16)}`;
}
