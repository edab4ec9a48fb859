// What a monitor reads of its storage for each report, however much it has kept before.
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { MonitorStorage } from "../../../durable-objects/channel-monitor/monitor-storage.ts";

test("a session is counted without a look at the moments of the others", async () => {
  const desk = env.ClipDesk.getByName("kick:480001");
  await runInDurableObject(desk, (_, { storage: { sql } }) => {
    const cursors: { readonly rowsRead: number }[] = [];
    const exec = (query: string, ...values: unknown[]) => {
      const cursor = sql.exec(query, ...values);
      cursors.push(cursor);
      return cursor;
    };
    const storage = new MonitorStorage({ exec } as unknown as SqlStorage);
    const add = (sessionId: string, number: number) =>
      sql.exec(
        "INSERT INTO moments (id, session_id, number, peak_ms, body) VALUES (?, ?, ?, 0, '')",
        `${sessionId}-${number}`,
        sessionId,
        number,
      );
    for (let number = 1; number <= 500; number++) add("long", number);
    for (let number = 1; number <= 3; number++) add("short", number);
    cursors.length = 0;
    expect(storage.counted("short")).toEqual({ moments: 3, clipsReady: 0 });
    expect([storage.nextMomentNumber("short"), storage.nextMomentNumber("long")]).toEqual([4, 501]);
    for (const { rowsRead } of cursors) expect(rowsRead).toBeLessThan(10);
  });
});
