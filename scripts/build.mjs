/**
 * Builds everything in build/: the kernel (release and debug), its bytes as a module, the library, the command line and
 * the declarations. `node scripts/build.mjs`, about ten seconds.
 */
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";
import { build } from "esbuild";

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
 * The kernel as a module that exports its bytes: what Node, browsers, Deno, Bun and bundlers import. In hexadecimal,
 * since base64 hides repetitions from gzip (8.7 KB against 12.5).
 */
function embedKernel(wasmFile, moduleFile) {
  const hex = readFileSync(wasmFile).toString("hex");
  const text = `const hex = "${hex}";
export const kernelBytes = new Uint8Array(hex.length / 2);
for (let i = 0; i < kernelBytes.length; ++i) kernelBytes[i] = Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16);
`;
  writeFileSync(`${moduleFile}.js`, text);
  writeFileSync(`${moduleFile}.d.ts`, "export declare const kernelBytes: Uint8Array<ArrayBuffer>;\n");
}

await compileKernel("release");
await compileKernel("debug");
embedKernel("build/kernel.wasm", "build/kernelBytes");
embedKernel("build/kernel.debug.wasm", "build/kernelBytes.debug");

const common = { bundle: true, format: "esm", target: "es2022", logLevel: "warning", legalComments: "inline" };
await build({
  ...common,
  entryPoints: ["src/index.ts"],
  outfile: "build/index.js",
  platform: "neutral",
  minify: true,
  external: ["@assemblyscript/loader"],
});
await build({
  ...common,
  entryPoints: ["src/metrics/index.ts"],
  outfile: "build/metrics.js",
  platform: "neutral",
  minify: true,
});
await build({
  ...common,
  entryPoints: ["src/cli/main.ts"],
  outfile: "build/cli.js",
  platform: "node",
  banner: {
    js: `#!/usr/bin/env node
import { createRequire } from "node:module";
const require = createRequire(import.meta.url);`,
  },
  external: ["@assemblyscript/loader"],
});
chmodSync("build/cli.js", 0o755);

execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "--project", "tsconfig.types.json"], {
  stdio: "inherit",
});
