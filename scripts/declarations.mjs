/**
 * The declarations in build/types: what tsc makes of the entries, without the files that no entry leads to, each as .d.ts for
 * `import` and as .d.cts for `require`. Relative imports end in .js or .cjs, which every TypeScript resolves.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { run } from "./processes.mjs";

const MADE = "build/declarations";
const TYPES = "build/types";
const ENTRIES = ["index.d.ts", "metrics/index.d.ts", "predict/index.d.ts", "csv/index.d.ts"];
const IMPORT = /(from |import\()"(\.{1,2}\/[^"]+)\.ts"/g;

const KERNEL = `/** The compiled kernel: hand it to setKernelModule. */
declare const kernel: object;
export default kernel;
`;

/**
 * An optional property may be given as undefined, which is the same as leaving it out: a user's `{ l2: maybe }` compiles under
 * exactOptionalPropertyTypes too. Here rather than in the sources, so that no option can be forgotten.
 */
function acceptUndefined(text) {
  return text.replace(/^(\s+(?:readonly )?\w+\?: )([^;\n]+)(;?)$/gm, (line, name, type, end) => {
    if (/^undefined\b|\bundefined$/.test(type)) return line;
    // a type that goes on in the next line has nothing behind it
    if (end === "") return `${name}undefined | ${type}`;
    return `${name}${type.includes("=>") ? `(${type})` : type} | undefined;`;
  });
}

function write(file, text) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

export async function declareTypes() {
  for (const folder of [MADE, TYPES]) rmSync(folder, { recursive: true, force: true });
  const tsc = ["node_modules/typescript/bin/tsc", "--project", "tsconfig.types.json", "--outDir", MADE];
  await run(process.execPath, tsc);
  const files = new Set(ENTRIES);
  for (const file of files) {
    const text = acceptUndefined(readFileSync(join(MADE, file), "utf8"));
    for (const [, , path] of text.matchAll(IMPORT)) files.add(`${join(dirname(file), path)}.d.ts`);
    write(join(TYPES, file), text.replace(IMPORT, '$1"$2.js"'));
    write(join(TYPES, file.replace(/\.ts$/, ".cts")), text.replace(IMPORT, '$1"$2.cjs"'));
  }
  rmSync(MADE, { recursive: true });
  write(join(TYPES, "kernel.wasm.d.ts"), KERNEL);
}
