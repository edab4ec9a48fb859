import { createRequire } from "node:module";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import WebSocket from "ws";
import { alertsBetween } from "./alerts.ts";
import { startSmallWorld, until, type SmallWorld } from "./small-world.ts";

interface Tags {
  readonly id: string;
  readonly emotes: Readonly<Record<string, string[]>> | null;
  readonly "tmi-sent-ts": string;
  readonly "room-id": string;
  readonly username: string;
}
interface TmiClient {
  connect(): Promise<unknown>;
  disconnect(): Promise<unknown>;
  on(event: "message", listener: (channel: string, tags: Tags, text: string) => void): void;
  on(
    event: "subscription" | "resub" | "submysterygift" | "reconnect" | "disconnected" | "roomstate",
    listener: () => void,
  ): void;
}
// tmi.js brings no types of its own.
const tmi = createRequire(import.meta.url)("tmi.js") as { Client: new (options: unknown) => TmiClient };

let world: SmallWorld;
beforeEach(async () => void (world = await startSmallWorld()));
afterEach(() => world.close());

async function listen(channels: string[]) {
  const { hostname, port } = new URL(world.baseUrl);
  const client = new tmi.Client({
    connection: { server: hostname, port: Number(port), secure: false, reconnect: false },
    channels,
  });
  const heard: { channel: string; tags: Tags; text: string }[] = [];
  const noticed: string[] = [];
  client.on("message", (channel, tags, text) => heard.push({ channel, tags, text }));
  for (const event of ["subscription", "resub", "submysterygift", "roomstate"] as const)
    client.on(event, () => noticed.push(event));
  await client.connect();
  await until(() => noticed.filter((event) => event === "roomstate").length === channels.length, "the rooms");
  return { client, heard, noticed };
}

/** A reader that keeps every frame as it came. */
async function rawReader(lines: string[]) {
  const socket = new WebSocket(world.urls.TWITCH_IRC_URL.replace(/^http/, "ws"));
  const frames: string[] = [];
  let closeCode: number | null = null;
  socket.on("message", (data) => frames.push(String(data)));
  socket.on("close", (code) => (closeCode = code));
  await new Promise<void>((resolve, reject) => socket.once("open", resolve).once("error", reject));
  for (const line of lines) socket.send(`${line}\r\n`);
  return { socket, frames, closeCode: () => closeCode };
}

const READ = ["CAP REQ :twitch.tv/tags twitch.tv/commands", "PASS SCHMOOPIIE", "NICK justinfan4711"];

describe("the chat, read by tmi.js", () => {
  test("says what the script says, with ids, times and emotes in their places", async () => {
    const from = world.nowMs();
    const { client, heard } = await listen(["neon_rally"]);
    for (let i = 0; i < 66; i++) world.advance(1000);
    const script = world.world.chatBetween("neon_rally", from, world.nowMs());
    await until(() => heard.length >= script.length, "all messages");
    expect(heard.map(({ tags, text }) => [tags.id, Number(tags["tmi-sent-ts"]), tags.username, text])).toEqual(
      script.map((m) => [m.id, m.sentAtMs, m.chatter.login, m.text]),
    );
    const names: Record<string, string> = {
      "305954156": "PogChamp",
      "41": "Kreygasm",
      "425618": "LUL",
      "64138": "SeemsGood",
      "25": "Kappa",
      "86": "BibleThump",
      "58127": "CoolCat",
    };
    let placed = 0;
    for (const { tags, text } of heard) {
      for (const [id, ranges] of Object.entries(tags.emotes ?? {})) {
        for (const range of ranges) {
          const [start = 0, end = 0] = range.split("-").map(Number);
          expect([...text].slice(start, end + 1).join("")).toBe(names[id]);
          placed += 1;
        }
      }
    }
    expect(placed).toBeGreaterThan(20);
    // The face is one code point but two UTF-16 units: counted wrongly, the range would be off by one.
    await world.control.say({ channel: "neon_rally", text: "😂 LUL" });
    world.advance(1);
    await until(() => heard.at(-1)?.text === "😂 LUL", "the laugh");
    expect(heard.at(-1)?.tags.emotes).toEqual({ "425618": ["2-4"] });
    await client.disconnect();
  });

  test("announces the script's subscriptions and gifts", async () => {
    const { client, noticed } = await listen(["neon_rally"]);
    const from = world.nowMs();
    for (let i = 0; i < 10; i++) world.advance(60_000);
    const alerts = alertsBetween(world.world.channel("neon_rally"), from, world.nowMs());
    const names = alerts.map(({ kind, amount }) =>
      kind === "gift" ? "submysterygift" : amount > 1 ? "resub" : "subscription",
    );
    expect(new Set(names).size).toBe(3);
    await until(() => noticed.length > names.length, "all announcements");
    expect(noticed.filter((event) => event !== "roomstate").sort()).toEqual(names.sort());
    await client.disconnect();
  });

  test("announces gifts to one person, raids and what nobody documents", async () => {
    const socket = new WebSocket(world.urls.TWITCH_IRC_URL.replace("http", "ws"));
    const lines: string[] = [];
    socket.addEventListener("message", ({ data }) => lines.push(...String(data).split("\r\n")));
    await new Promise((resolve) => socket.addEventListener("open", resolve));
    socket.send("CAP REQ :twitch.tv/tags twitch.tv/commands\r\nNICK justinfan7\r\nJOIN #neon_rally\r\n");
    await until(() => lines.some((line) => line.includes("ROOMSTATE")), "the room");
    for (const kind of ["direct_gift", "raid", "unknown", "kicks"] as const)
      await world.control.alert({ channel: "neon_rally", kind, amount: 12 });
    await world.control.say({ channel: "neon_rally", text: "Cheer100 and Cheer20" });
    world.advance(1);
    await until(() => lines.some((line) => line.includes("PRIVMSG")), "the cheer");
    const notices = lines.filter((line) => line.includes("USERNOTICE"));
    expect(notices.map((line) => /;msg-id=(\w+);/.exec(line)?.[1])).toEqual(["subgift", "raid", "viewermilestone"]);
    expect(notices[1]).toContain("msg-param-viewerCount=12");
    expect(lines.find((line) => line.includes("PRIVMSG"))).toContain(";bits=120;");
    socket.close();
  });

  test("is silent about rooms that were not joined", async () => {
    const { client, heard } = await listen(["slow_lantern"]);
    await world.control.say({ channel: "neon_rally", text: "over here" });
    await world.control.say({ channel: "slow_lantern", text: "just you and me" });
    world.advance(1);
    await until(() => heard.length > 0, "the message");
    expect(heard.map(({ text }) => text)).toEqual(["just you and me"]);
    await client.disconnect();
  });

  test("can be late, repeated and out of order", async () => {
    const { client, heard } = await listen(["slow_lantern"]);
    await world.control.setDelivery({ delayMs: 5000, copies: 2 });
    await world.control.burst({
      channel: "slow_lantern",
      messagesPerSecond: 4,
      seconds: 1,
      lines: ["hi"],
      chatters: 4,
    });
    world.advance(4900);
    world.advance(1200);
    await until(() => heard.length >= 8, "the copies");
    const ids = heard.map(({ tags }) => tags.id);
    expect(new Set(ids).size).toBe(ids.length / 2);
    await world.control.setDelivery({ isReordered: true });
    world.advance(3000);
    heard.length = 0;
    await world.control.burst({
      channel: "slow_lantern",
      messagesPerSecond: 4,
      seconds: 1,
      lines: ["hi"],
      chatters: 4,
    });
    world.advance(1500);
    world.advance(1500);
    await until(() => heard.length >= 4, "the reordered burst");
    const times = heard.map(({ tags }) => Number(tags["tmi-sent-ts"]));
    expect(times).toEqual([...times].sort((a, b) => b - a));
    expect(new Set(times).size).toBeGreaterThan(1);
    await client.disconnect();
  });

  test("loses every reader when told to", async () => {
    const { client } = await listen(["neon_rally"]);
    const left = new Promise<void>((resolve) => client.on("disconnected", resolve));
    expect(await world.control.dropIrc({})).toEqual({ dropped: 1 });
    await left;
  });
});

describe("the chat, line by line", () => {
  test("answers the sign-in, joins and pings, and puts several lines into one frame", async () => {
    const { socket, frames } = await rawReader([...READ, "JOIN #neon_rally", "PING :are you there"]);
    await until(() => frames.join("").includes("PONG"), "the pong");
    const text = frames.join("");
    expect(text).toContain(":tmi.twitch.tv CAP * ACK :twitch.tv/tags twitch.tv/commands\r\n");
    expect(text).toContain(":tmi.twitch.tv 376 justinfan4711 :>\r\n");
    expect(text).toContain(":justinfan4711!justinfan4711@justinfan4711.tmi.twitch.tv JOIN #neon_rally\r\n");
    expect(text).toMatch(/@[^ ]*room-id=70001[^ ]* :tmi\.twitch\.tv ROOMSTATE #neon_rally\r\n/);
    expect(text).toContain(":tmi.twitch.tv PONG tmi.twitch.tv :are you there\r\n");
    frames.length = 0;
    await world.control.burst({ channel: "neon_rally", messagesPerSecond: 50, seconds: 1 });
    world.advance(1000);
    await until(() => frames.join("").includes("PRIVMSG"), "the burst");
    expect(frames.length).toBe(1);
    expect(
      frames[0]?.split("\r\n").filter((line) => line.includes(" PRIVMSG #neon_rally :")).length,
    ).toBeGreaterThanOrEqual(50);
    frames.length = 0;
    socket.send("PART #neon_rally\r\n");
    await until(() => frames.join("").includes("PART #neon_rally"), "the part");
    await world.control.sendReconnect({});
    await until(() => frames.join("").includes(":tmi.twitch.tv RECONNECT\r\n"), "the reconnect");
    socket.close();
  });

  test("gives plain lines to a reader that asked for no tags", async () => {
    const { socket, frames } = await rawReader(["NICK justinfan1", "JOIN #neon_rally"]);
    await until(() => frames.join("").includes(" 366 "), "the join");
    await world.control.say({ channel: "neon_rally", text: "plain" });
    world.advance(1);
    await until(() => frames.join("").includes("plain"), "the message");
    expect(frames.join("")).not.toContain("@badge-info");
    socket.close();
  });

  test("disconnects who joins more than twenty rooms in ten seconds, and who is not anonymous", async () => {
    const many = await rawReader([...READ, ...Array.from({ length: 20 }, (_, i) => `JOIN #room${i}`), "PING :x"]);
    await until(() => many.frames.join("").includes("PONG"), "the pong");
    many.socket.send("JOIN #neon_rally\r\n");
    await until(() => many.closeCode() !== null, "the end");
    const patient = await rawReader([...READ, ...Array.from({ length: 20 }, (_, i) => `JOIN #room${i}`), "PING :x"]);
    await until(() => patient.frames.join("").includes("PONG"), "the pong");
    world.advance(10_001);
    patient.socket.send("JOIN #neon_rally\r\n");
    await until(() => patient.frames.join("").includes("ROOMSTATE"), "the room");
    patient.socket.close();
    const named = await rawReader(["PASS oauth:abc", "NICK somebody"]);
    await until(() => named.closeCode() !== null, "the refusal");
    expect(named.frames.join("")).toContain("NOTICE * :Login authentication failed");
    expect(world.log.counts()["irc JOIN neon_rally"]).toBe(2);
  });

  test("sends lines nobody should have to read, when told to", async () => {
    const { socket, frames } = await rawReader([...READ, "JOIN #neon_rally"]);
    await until(() => frames.join("").includes("ROOMSTATE"), "the room");
    await world.control.sendMalformedIrc({});
    await until(() => frames.join("").includes("bad ranges"), "the lines");
    socket.close();
  });

  test("refuses the handshake, says nothing, or hangs up, when told to", async () => {
    await world.control.fail({ service: "irc", mode: "503", times: 1 });
    await expect(rawReader(READ)).rejects.toThrow("503");
    await world.control.fail({ service: "irc", mode: "drop", times: 1 });
    const dropped = await rawReader([]).catch(() => null);
    if (dropped !== null) await until(() => dropped.closeCode() !== null, "the end");
    await world.control.fail({ service: "irc", mode: "hang", times: 1 });
    const silent = await rawReader(READ);
    const fine = await rawReader(READ);
    await until(() => fine.frames.join("").includes(" 376 "), "the welcome of the other");
    expect(silent.frames).toEqual([]);
    silent.socket.close();
    fine.socket.close();
  });
});
