// The secrets of a deployment on a developer's machine: made once for a data folder and kept in it, because what is
// encrypted there can be read with them only.
import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { z } from "zod";

const schema = z.object({ TOKEN_KEY: z.string(), EVENTSUB_SECRET: z.string() });

/** A file that cannot be read as secrets is replaced: accounts connected with the lost key are connected again. */
export async function localSecrets(file: string): Promise<z.infer<typeof schema>> {
  const kept = schema.safeParse(
    await readFile(file, "utf8")
      .then(JSON.parse)
      .catch(() => null),
  );
  if (kept.success) return kept.data;
  const made = { TOKEN_KEY: randomBytes(32).toString("base64"), EVENTSUB_SECRET: randomBytes(24).toString("hex") };
  await writeFile(file, JSON.stringify(made), { mode: 0o600 });
  return made;
}
