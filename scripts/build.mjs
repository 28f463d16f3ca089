/**
 * Builds everything in build/: the kernel, its parts (release and debug) with their bytes as modules, the library (bundles.mjs), the command
 * line and the declarations (declarations.mjs). `node scripts/build.mjs`, about ten seconds.
 */
import { chmodSync, mkdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";
import { build } from "esbuild";
import { bundleLibrary, embedText, embedWorkerProgram } from "./bundles.mjs";
import { declareTypes } from "./declarations.mjs";
import { textOf } from "./embeddedText.mjs";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
mkdirSync("build", { recursive: true });

async function compileKernel(entry, target, outFile) {
  const { error, stderr } = await asc.main([
    `assembly/${entry}.ts`,
    "--target",
    target,
    "--outFile",
    outFile,
    "--transform",
    "./assembly/foldOffsets.mjs",
  ]);
  if (error) throw new Error(`asc assembly/${entry}.ts --target ${target}: ${stderr.toString()}`, { cause: error });
}

/** A part of the kernel, as a file and as a module that exports its bytes as text: what Node, browsers and bundlers import. */
async function embedPart(entry, moduleName) {
  for (const [target, suffix] of [
    ["release", ""],
    ["debug", ".debug"],
  ]) {
    const file = `build/kernel.${entry}${suffix}.wasm`;
    await compileKernel(entry, target, file);
    embedText(`build/${moduleName}${suffix}`, textOf(readFileSync(file)));
  }
}

/** The licences of the packages that the command line has in it, as a comment. */
function notices(packages) {
  const texts = packages.map((name) => `${name}\n\n${readFileSync(`node_modules/${name}/LICENSE`, "utf8").trim()}`);
  return `/*\nThis file contains the following packages.\n\n${texts.join("\n\n")}\n*/`;
}

await compileKernel("index", "release", "build/kernel.wasm");
await embedPart("mathematics", "kernelMathematics");
await embedPart("solvers", "kernelSolvers");
await embedWorkerProgram("build/workerProgram");

await bundleLibrary();
await build({
  entryPoints: ["src/cli/main.ts"],
  outfile: "build/cli.js",
  bundle: true,
  format: "esm",
  target: "es2022",
  logLevel: "warning",
  legalComments: "inline",
  platform: "node",
  banner: {
    js: `#!/usr/bin/env node
import { createRequire } from "node:module";
const require = createRequire(import.meta.url);`,
  },
  external: ["@assemblyscript/loader"],
  footer: { js: notices(["commander", "csv-parse"]) },
});
chmodSync("build/cli.js", 0o755);

declareTypes();
