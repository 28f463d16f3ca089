/**
 * Builds everything in build/: the kernel, its parts (release and debug) with their bytes as modules, the library and
 * the command line (bundles.mjs), and the declarations (declarations.mjs). `node scripts/build.mjs`, about ten seconds.
 */
import { mkdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";
import { bundleCommandLine, bundleLibrary, embedText } from "./bundles.mjs";
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

await compileKernel("index", "release", "build/kernel.wasm");
await embedPart("mathematics", "kernelMathematics");
await embedPart("solvers", "kernelSolvers");
await embedPart("sparse", "kernelSparse");

await bundleLibrary();
await bundleCommandLine();
declareTypes();
