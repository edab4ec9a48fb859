// Who may import whom, as a table, and the function that finds what breaks it.
import { posix } from "node:path";
import type { Import } from "./read-imports.ts";

interface ImportRule {
  /** The files it is for; the first rule that fits a file counts. */
  readonly files: RegExp;
  /** What they may import: packages by name, files by their path from the top. */
  readonly mayImport: readonly RegExp[];
  /** What they may besides name in types. */
  readonly typesOnly?: readonly RegExp[];
}

const core = /^core\//;
const adapters = /^functions\/(twitch|kick|http\/(call-json|in-time|app-token|with-app-token)\.ts)/;

export const importRules: readonly ImportRule[] = [
  { files: /^core\//, mayImport: [core, /^zod$/] },
  {
    files: /^functions\/db\//,
    mayImport: [core, /^functions\/db\//, /^zod$/, /^@neondatabase\/serverless$/, /^drizzle-orm/],
  },
  {
    files: /^functions\/(twitch|kick)\//,
    mayImport: [core, adapters, /^zod$/, /^oauth4webapi$/],
    typesOnly: [/^functions\/config\.ts$/],
  },
  {
    files: /^functions\/http\//,
    mayImport: [core, /^functions\/http\//, /^zod$/, /^hono/],
    typesOnly: [/^functions\/(config|deps)\.ts$/, /^durable-objects\//],
  },
  { files: /^functions\/pages\//, mayImport: [core, /^functions\/pages\//, /^hono/] },
  {
    files: /^functions\/(routes|queues|agents)\//,
    mayImport: [
      core,
      adapters,
      /^functions\/(routes|queues|agents|http|pages|db)\//,
      /^durable-objects\/stubs\.ts$/,
      /^zod$/,
      /^hono/,
    ],
    typesOnly: [/^functions\/deps\.ts$/, /^durable-objects\//],
  },
  // The only wiring point.
  { files: /^functions\/index\.ts$/, mayImport: [core, /^functions\//, /^durable-objects\//, /^partyserver$/] },
  {
    files: /^functions\/[^/]+$/,
    mayImport: [core, /^functions\/(http|routes)\//, /^functions\/[^/]+$/, /^zod$/, /^hono/],
    typesOnly: [/^functions\//, /^durable-objects\//],
  },
  {
    files: /^durable-objects\//,
    mayImport: [
      core,
      /^durable-objects\//,
      adapters,
      /^functions\/config\.ts$/,
      /^zod$/,
      /^cloudflare:workers$/,
      /^partyserver$/,
    ],
  },
  {
    files: /^web\//,
    mayImport: [
      core,
      /^web\//,
      /^(zod|hono\/client|preact|preact\/hooks|@preact\/signals|partysocket|hls\.js|m3u8-parser|uplot|mediabunny)$/,
      /^(uplot|@ffmpeg)\//,
    ],
    typesOnly: [/^functions\/app\.ts$/],
  },
];

/** One line for each import of `file` that no rule allows. */
export function forbiddenImports(
  file: string,
  imports: readonly Import[],
  rules: readonly ImportRule[] = importRules,
): string[] {
  const rule = rules.find(({ files }) => files.test(file));
  if (!rule) return [];
  return imports.flatMap(({ specifier, typeOnly }) => {
    if (specifier.startsWith(".") && core.test(posix.join(posix.dirname(file), specifier)) && !core.test(file)) {
      return [`${file} reaches into core by a path; write #core/…`];
    }
    if (core.test(file) && specifier.startsWith("..")) return [`${file} climbs by ${specifier}; write #core/…`];
    const target = resolve(file, specifier);
    const allowed = typeOnly ? [...rule.mayImport, ...(rule.typesOnly ?? [])] : rule.mayImport;
    return allowed.some((pattern) => pattern.test(target)) ? [] : [`${file} must not import ${specifier}`];
  });
}

function resolve(file: string, specifier: string): string {
  if (specifier.startsWith("#core/")) return specifier.slice(1);
  return specifier.startsWith(".") ? posix.join(posix.dirname(file), specifier) : specifier;
}
