/**
 * The kernel's modules in build/: kernel.wasm, all of it in one, and its parts, each as a release and as a debug build, as a
 * file and as a module that exports its bytes as text, which is what Node, browsers and bundlers import.
 * `node scripts/kernel.mjs`: build.mjs runs it beside the bundles.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import asc from "assemblyscript/asc";
import { embedText, textOf } from "./embeddedText.mjs";
import { made, textsOf, versionOf } from "./made.mjs";

const PARTS = { mathematics: "kernelMathematics", solvers: "kernelSolvers", sparse: "kernelSparse" };
const FROM = [versionOf("assemblyscript"), ...textsOf("scripts/kernel.mjs", "asconfig.json", "assembly")];

async function compile(entry, target, outFile) {
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
  return readFileSync(outFile, "base64");
}

/** @returns the bytes, which are in `outFile` too */
async function compiled(entry, target, outFile) {
  const base64 = await made(`${entry}.${target}`, FROM, () => compile(entry, target, outFile));
  const bytes = Buffer.from(base64, "base64");
  writeFileSync(outFile, bytes);
  return bytes;
}

mkdirSync("build", { recursive: true });
await compiled("index", "release", "build/kernel.wasm");
for (const [part, moduleName] of Object.entries(PARTS)) {
  for (const [target, suffix] of [
    ["release", ""],
    ["debug", ".debug"],
  ]) {
    embedText(
      `build/${moduleName}${suffix}`,
      textOf(await compiled(part, target, `build/kernel.${part}${suffix}.wasm`)),
    );
  }
}
