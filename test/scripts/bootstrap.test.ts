// The door of every npm command, in a folder of its own with an npm that only pretends to install.
import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "hypecut-bootstrap-"));
  await mkdir(join(folder, "scripts"));
  await cp("scripts/bootstrap.mjs", join(folder, "scripts/bootstrap.mjs"));
  await writeFile(
    join(folder, "scripts/hello.ts"),
    'console.log("hello", ...process.argv.slice(2));\nprocess.exitCode = 7 as number;\n',
  );
  await lockVersion("1.0.0");
  await npm("await sleep(300); await install();");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const lockVersion = (version: string) =>
  writeFile(
    join(folder, "package-lock.json"),
    JSON.stringify({
      packages: { "": {}, "node_modules/a": { version }, "node_modules/mac": { version, optional: true } },
    }),
  );

/** An npm that writes down each call. */
const npm = (does: string) =>
  writeFile(
    join(folder, "npm.js"),
    `(async () => { const fs = require("node:fs"); fs.appendFileSync("calls", "ci\\n");
      const calls = fs.readFileSync("calls", "utf8").trim().split("\\n").length;
      const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
      const install = async () => { const { packages } = JSON.parse(fs.readFileSync("package-lock.json")); delete packages["node_modules/mac"];
        fs.mkdirSync("node_modules", { recursive: true }); fs.writeFileSync("node_modules/.package-lock.json", JSON.stringify({ packages })); };
      ${does} })();`,
  );

function run(...args: string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ["scripts/bootstrap.mjs", ...args], {
      cwd: folder,
      env: { ...process.env, npm_execpath: join(folder, "npm.js") },
    });
    let output = "";
    child.stdout.on("data", (data: Buffer) => (output += data.toString()));
    child.stderr.on("data", (data: Buffer) => (output += data.toString()));
    child.once("close", (code) => resolve({ code, output }));
  });
}

const installations = async () =>
  (await readFile(join(folder, "calls"), "utf8").catch(() => "")).split("\n").length - 1;

describe("bootstrap", () => {
  test("installs what is missing, then hands over arguments and exit code", async () => {
    const { code, output } = await run("hello", "a", "--b");
    expect([code, await installations()]).toEqual([7, 1]);
    expect(output).toContain("hello a --b\n");
  });

  test("installs again only when the lockfile asks for something else", async () => {
    await run("hello");
    await run("hello");
    expect(await installations()).toBe(1);
    await lockVersion("1.0.1");
    await run("hello");
    expect(await installations()).toBe(2);
  });

  test("two commands started at once install once", async () => {
    const both = await Promise.all([run("hello"), run("hello")]);
    expect([both.map(({ code }) => code), await installations()]).toEqual([[7, 7], 1]);
  });

  test("a lock left by a killed command does not keep anyone waiting", async () => {
    await mkdir(join(folder, ".local/install.lock"), { recursive: true });
    await writeFile(join(folder, ".local/install.lock/pid"), "4194305");
    expect((await run("hello")).code).toBe(7);
  });

  test("tries once more, then says in words what went wrong", async () => {
    await npm("if (calls === 1) process.exit(1); await install();");
    expect((await run("hello")).code).toBe(7);
    await lockVersion("2.0.0");
    await npm("process.exit(1);");
    const { code, output } = await run("hello");
    expect(code).toBe(1);
    expect(output).toContain("could not be installed");
    expect(output).not.toContain("hello");
  });

  test.each([
    [
      "the shell between npm and it",
      "start",
      (file: string) => ["sh", "-c", `"${file}" scripts/bootstrap.mjs wait; true`],
    ],
    ["the door itself", undefined, (file: string) => [file, "scripts/bootstrap.mjs", "wait"]],
  ])(
    "what it started stops when %s is killed",
    async (_name, npm_lifecycle_event, command) => {
      await writeFile(
        join(folder, "scripts/wait.ts"),
        `process.on("SIGTERM", () => { console.log("told to stop"); process.exit(); });
       setTimeout(() => { console.log("gave up"); process.exit(); }, 10_000);
       console.log("waiting");`,
      );
      const [program = "", ...args] = command(process.execPath);
      const killed = spawn(program, args, {
        cwd: folder,
        env: { ...process.env, npm_execpath: join(folder, "npm.js"), npm_lifecycle_event },
      });
      let output = "";
      killed.stdout.on("data", (data: Buffer) => {
        output += data.toString();
        if (output.endsWith("waiting\n")) killed.kill("SIGKILL");
      });
      await new Promise((resolve) => killed.once("close", resolve));
      expect(output).toMatch(/waiting\ntold to stop\n$/);
    },
    15_000,
  );

  test("an unknown command is a usage line", async () => {
    expect(await run("nothing")).toMatchObject({ code: 1, output: expect.stringContaining("Usage: npm start") });
  });
});
