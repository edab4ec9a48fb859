// Finds a Chromium for the browser tests, or installs one where that can be done without asking.
import { existsSync } from "node:fs";
import { runCommand } from "./run-command.ts";

const places = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/opt/google/chrome/chrome",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** The path of the program, from `CHROMIUM_PATH` first. Null, after saying what to do, where there is none. */
export async function findBrowser(): Promise<string | null> {
  const named = process.env["CHROMIUM_PATH"];
  if (named) {
    if (existsSync(named)) return named;
    console.error(`CHROMIUM_PATH names ${named}, which does not exist.`);
    return null;
  }
  const found = places.find((place) => existsSync(place));
  if (found) return found;
  if (existsSync("/usr/bin/apt-get") && process.getuid?.() === 0) return installWithApt();
  console.error("The browser tests need Chromium or Chrome. Install one, or name it in CHROMIUM_PATH.");
  return null;
}

async function installWithApt(): Promise<string | null> {
  console.log("Installing Chromium for the browser tests (a minute or two) …");
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  const update = await runCommand("apt-get", ["update", "-q"], { env });
  const install = await runCommand(
    "apt-get",
    ["install", "-y", "-q", "--no-install-recommends", "chromium", "fonts-liberation"],
    { env },
  );
  if (install.ok && existsSync("/usr/bin/chromium")) return "/usr/bin/chromium";
  console.error(
    `${update.ok ? "" : update.output}${install.output.slice(-2000)}\nChromium could not be installed. Name one in CHROMIUM_PATH.`,
  );
  return null;
}
