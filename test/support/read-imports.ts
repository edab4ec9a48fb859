// What a source file takes from others and gives to them, read with a real parser.
import { parseSync } from "vite";

export interface Import {
  readonly specifier: string;
  /** True when nothing of it is left at run time. */
  readonly typeOnly: boolean;
}

/** Every module that it names: static and dynamic imports, re-exports. */
export function readImports(fileName: string, source: string): Import[] {
  const module = parse(fileName, source);
  const fixed = module.staticImports.map((found) => ({
    specifier: found.moduleRequest.value,
    typeOnly: found.entries.length > 0 && found.entries.every(({ isType }) => isType),
  }));
  const passedOn = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest, isType }) =>
      moduleRequest ? [{ specifier: moduleRequest.value, typeOnly: isType }] : [],
    ),
  );
  const dynamic = module.dynamicImports.map(({ moduleRequest }) => ({
    specifier: source.slice(moduleRequest.start, moduleRequest.end).replace(/^["'`]|["'`]$/g, ""),
    typeOnly: false,
  }));
  // A type may name a module in its place: `import("./a.ts").A`.
  const inTypes = [...source.matchAll(/\bimport\("([^"]+)"\)\s*\./g)].map(([, specifier = ""]) => ({
    specifier,
    typeOnly: true,
  }));
  return [...fixed, ...passedOn, ...dynamic, ...inTypes];
}

/** The names that it makes and exports; one that it only passes on is of the file that made it. */
export function readExports(fileName: string, source: string): string[] {
  return parse(fileName, source).staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest, exportName }) =>
      moduleRequest === null && exportName.name !== null ? [exportName.name] : [],
    ),
  );
}

function parse(fileName: string, source: string) {
  const { module, errors } = parseSync(fileName, source);
  if (errors.length > 0) throw new Error(`${fileName}: ${errors[0]?.message ?? "cannot be parsed"}`);
  return module;
}
