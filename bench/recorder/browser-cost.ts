// What a browser costs its machine: time of cores and memory of all its processes, as Linux tells them.
import { readdir, readFile } from "node:fs/promises";

export interface BrowserCost {
  /** Of all its processes since they began, milliseconds of a core. */
  readonly cpuMs: number;
  /** Of the processes that run pages and their workers: what is theirs, and their part of what is shared. */
  readonly pageBytes: number;
}

/** Ticks of /proc are hundredths of a second on every Linux that runs a browser. */
const tickMs = 10;

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly cpuMs: number;
  readonly commandLine: string;
}

/** `profile` is the folder that the browser was started with. */
export async function browserCost(profile: string): Promise<BrowserCost> {
  const all = (
    await Promise.all((await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(readProcess))
  ).filter((one) => one !== null);
  const own = new Set(all.filter(({ commandLine }) => commandLine.includes(profile)).map(({ pid }) => pid));
  // A child of a child is found once its parent is.
  for (let depth = 0; depth < 5; depth++) for (const { pid, parent } of all) if (own.has(parent)) own.add(pid);
  const processes = all.filter(({ pid }) => own.has(pid));
  const pages = processes.filter(({ commandLine }) => commandLine.includes("--type=renderer"));
  const bytes = await Promise.all(pages.map(({ pid }) => shareOfMemory(pid)));
  return {
    cpuMs: processes.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
    pageBytes: bytes.reduce((sum, each) => sum + each, 0),
  };
}

async function readProcess(name: string): Promise<Process | null> {
  try {
    const stat = await readFile(`/proc/${name}/stat`, "utf8");
    const commandLine = (await readFile(`/proc/${name}/cmdline`, "utf8")).replaceAll("\0", " ");
    // The second field is a name in brackets that may hold anything.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const cpuMs = (Number(fields[11]) + Number(fields[12])) * tickMs;
    return { pid: Number(name), parent: Number(fields[1]), cpuMs, commandLine };
  } catch {
    return null;
  }
}

async function shareOfMemory(pid: number): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, "utf8").catch(() => "");
  return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0) * 1024;
}
