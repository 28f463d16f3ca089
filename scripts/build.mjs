/**
 * Builds everything in build/: the kernel (release and debug), its bytes as a module, the library (bundles.mjs), the command
 * line and the declarations (declarations.mjs). `node scripts/build.mjs`, about ten seconds.
 */
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";
import { build } from "esbuild";
import { bundleLibrary, embedWorkerProgram } from "./bundles.mjs";
import { declareTypes } from "./declarations.mjs";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
mkdirSync("build", { recursive: true });

async function compileKernel(target) {
  const { error, stderr } = await asc.main([
    "assembly/index.ts",
    "--target",
    target,
    "--transform",
    "./assembly/foldOffsets.mjs",
  ]);
  if (error) throw new Error(`asc --target ${target}: ${stderr.toString()}`, { cause: error });
}

/**
 * The kernel as a module that exports its bytes: what Node, browsers, Deno, Bun and bundlers import. As text of which most
 * bytes are one printable character and the others two, so that gzip still sees the repetitions (of 30 KB 8.4
 * are left; hexadecimal leaves 9.1, base64 13.6). The shift brings the commonest bytes among the printable ones.
 */
function embedKernel(wasmFile, moduleFile) {
  const shift = 38;
  const characters = Array.from(readFileSync(wasmFile), (byte) => {
    const value = (byte + shift) & 255;
    if (value >= 32 && value < 123) return String.fromCharCode(value);
    return "{|}~"[value >> 6] + String.fromCharCode(48 + (value & 63));
  });
  const text = `const text = ${JSON.stringify(characters.join(""))};
export const kernelBytes = new Uint8Array(${characters.length});
for (let i = 0, at = 0; i < kernelBytes.length; ++i) {
  const code = text.charCodeAt(at++);
  const value = code < 123 ? code : (code - 123) * 64 + text.charCodeAt(at++) - 48;
  kernelBytes[i] = value - ${shift};
}
`;
  writeFileSync(`${moduleFile}.js`, text);
  writeFileSync(`${moduleFile}.d.ts`, "export declare const kernelBytes: Uint8Array<ArrayBuffer>;\n");
}

/** The licences of the packages that the command line has in it, as a comment. */
function notices(packages) {
  const texts = packages.map((name) => `${name}\n\n${readFileSync(`node_modules/${name}/LICENSE`, "utf8").trim()}`);
  return `/*\nThis file contains the following packages.\n\n${texts.join("\n\n")}\n*/`;
}

await compileKernel("release");
await compileKernel("debug");
embedKernel("build/kernel.wasm", "build/kernelBytes");
embedKernel("build/kernel.debug.wasm", "build/kernelBytes.debug");
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
  footer: { js: notices(["commander"]) },
});
chmodSync("build/cli.js", 0o755);

declareTypes();
