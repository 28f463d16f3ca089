/**
 * Builds everything in build/: the kernel (release and debug), its bytes as a module, the library, the command line and
 * the declarations. `node scripts/build.mjs`, about ten seconds.
 */
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";
import { build } from "esbuild";
import { minify } from "terser";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
mkdirSync("build", { recursive: true });
rmSync("build/types", { recursive: true, force: true });

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
 * bytes are one printable character and the others two, so that gzip still sees the repetitions (8.4 KB; hexadecimal
 * takes 9.1, base64 13.6). The shift brings the commonest bytes among the printable ones.
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

const common = { bundle: true, format: "esm", target: "es2022", logLevel: "warning", legalComments: "inline" };
// one chunk for what the two share, so that an error class is the same class in both
await build({
  ...common,
  entryPoints: { index: "src/index.ts", metrics: "src/metrics/index.ts" },
  outdir: "build",
  chunkNames: "shared",
  splitting: true,
  platform: "neutral",
  external: ["@assemblyscript/loader"],
});
// terser takes 0.5 KB more off than esbuild's own minifier
for (const file of ["build/index.js", "build/metrics.js", "build/shared.js"]) {
  const { code } = await minify(readFileSync(file, "utf8"), {
    module: true,
    ecma: 2022,
    compress: { passes: 4, unsafe_arrows: true, keep_fargs: false },
  });
  writeFileSync(file, code);
}
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
  footer: { js: notices(["commander", "csv-parse"]) },
});
chmodSync("build/cli.js", 0o755);

execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "--project", "tsconfig.types.json"], {
  stdio: "inherit",
});
