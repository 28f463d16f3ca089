/**
 * The library's bundles, one set a way of being imported:
 *
 *     index.js metrics.js predict.js errors.js        ES modules; the kernel's bytes are in index.js
 *     index.cjs metrics.cjs predict.cjs errors.cjs    the same for require()
 *     edge.js edge-light.js                           index.js with kernel.wasm imported as a module, for runtimes that refuse to
 *                                                     compile bytes; with the loader in it, of which no more is left than is needed
 *     logit-wasm.min.js                               all entries and all that they import in one file, for a page
 *
 * The ES modules are tree-shakable: nothing runs when they are loaded (test/package/sizes.test.ts).
 */
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { embedIn, markOf, shrink, shrinkProgram } from "./shrink.mjs";

const ENTRIES = { index: "src/index.ts", metrics: "src/metrics/index.ts", predict: "src/predict/index.ts" };
const LOADER = "@assemblyscript/loader";
const KERNEL_PARTS = ["kernelMathematics", "kernelSolvers"];

const common = { bundle: true, format: "esm", target: "es2022", platform: "neutral", logLevel: "warning" };

/**
 * Leaves src/errors.ts in a file of its own, so that an error class is the same class in every entry of one format. All
 * of a bundle imports it through one module: esbuild would repeat the import for every file that has it.
 */
async function errorsIn(file) {
  const names = Object.keys(await import(pathToFileURL("build/errors.js"))).join(", ");
  const contents = `import { ${names} } from "./${file}";\nexport { ${names} };\n`;
  return {
    name: "errors",
    setup: ({ onResolve, onLoad }) => {
      onResolve({ filter: /^\.\/errors\.c?js$/ }, ({ path }) => ({ path, external: true }));
      onLoad({ filter: /\/src\/errors\.ts$/ }, () => ({ contents }));
    },
  };
}

/** Puts the import of a WebAssembly module, the whole kernel, in the place of src/wasm/compileKernel.ts. */
function kernelFrom(specifier) {
  const contents = `import module from "${specifier}";\nexport const compileKernel = () => module;\n`;
  return {
    name: "kernel",
    setup: ({ onLoad, onResolve }) => {
      onResolve({ filter: /kernel\.wasm/ }, ({ path }) => ({ path, external: true }));
      onLoad({ filter: /\/compileKernel\.ts$/ }, () => ({ contents }));
    },
  };
}

/** Other texts in the places of those that build/*.js export as `text`: by name, marks as a rule. */
function embedding(texts) {
  return {
    name: "embedded",
    setup: ({ onLoad }) => {
      for (const [name, text] of Object.entries(texts)) {
        const contents = `export const text = ${JSON.stringify(text)};\n`;
        onLoad({ filter: new RegExp(`/build/${name}\\.js$`) }, () => ({ contents }));
      }
    },
  };
}

const EMBEDDED = [...KERNEL_PARTS, "workerProgram"];
const marks = embedding(Object.fromEntries(EMBEDDED.map((name) => [name, markOf(name)])));
const nothing = embedding(Object.fromEntries(EMBEDDED.map((name) => [name, ""])));

/** For the files that have the loader in them. */
function notice(name) {
  const { version } = JSON.parse(readFileSync("package.json", "utf8"));
  const loader = `Contains ${LOADER}: Apache-2.0 licence, Daniel Wirtz and contributors.`;
  return { js: `/*! ${name} ${version}: MIT licence. ${loader} */` };
}

/** What a worker runs. It is given its kernel, so neither the bytes nor the loader is in it. */
async function workerProgram() {
  const path = resolve("src/wasm/instantiateGiven.ts");
  const { outputFiles } = await build({
    ...common,
    entryPoints: ["src/driver/workers/program.ts"],
    format: "iife",
    write: false,
    plugins: [
      { name: "given", setup: ({ onResolve }) => onResolve({ filter: /\/instantiate\.ts$/ }, () => ({ path })) },
      embedding(Object.fromEntries(KERNEL_PARTS.map((name) => [name, ""]))),
    ],
  });
  return outputFiles[0].text;
}

/** A module that exports a text: bundlers find nothing to look for. */
export function embedText(moduleFile, text) {
  writeFileSync(`${moduleFile}.js`, `export const text = ${JSON.stringify(text)};\n`);
  writeFileSync(`${moduleFile}.d.ts`, "export declare const text: string;\n");
}

export async function embedWorkerProgram(moduleFile) {
  embedText(moduleFile, await shrinkProgram(await workerProgram()));
}

async function textOfModule(name) {
  return (await import(pathToFileURL(`build/${name}.js`))).text;
}

async function textsOf(names) {
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await textOfModule(name)])));
}

/** Shrinks a bundle that has everything embedded. */
async function shrinkWhole(file) {
  await shrink(file, await textsOf(KERNEL_PARTS), await workerProgram());
}

async function modules() {
  await build({ ...common, entryPoints: ["src/errors.ts"], outfile: "build/errors.js" });
  const errors = await errorsIn("errors.js");
  const options = { ...common, outdir: "build", external: [LOADER] };
  await build({ ...options, entryPoints: ENTRIES, plugins: [errors, marks] });
  for (const [name, specifier] of [
    ["edge", "./kernel.wasm"],
    ["edge-light", "./kernel.wasm?module"],
  ]) {
    const plugins = [errors, kernelFrom(specifier), nothing];
    await build({
      ...common,
      outfile: `build/${name}.js`,
      entryPoints: [ENTRIES.index],
      plugins,
      banner: notice(name),
    });
  }
  await shrinkWhole("build/index.js");
  for (const name of ["errors", "metrics", "predict", "edge", "edge-light"]) await shrink(`build/${name}.js`);
}

/** What esbuild writes for Node to find the names that `import { ... }` of CommonJS may take; terser would drop it. */
const NAMES_OF_COMMONJS = /^0 && \(module\.exports = [\s\S]*$/m;

async function commonJs() {
  const options = { ...common, platform: "node", format: "cjs", outdir: "build", outExtension: { ".js": ".cjs" } };
  await build({ ...options, entryPoints: ["src/errors.ts"] });
  const plugins = [await errorsIn("errors.cjs"), marks];
  await build({ ...options, entryPoints: ENTRIES, external: [LOADER], plugins });
  for (const name of ["errors", ...Object.keys(ENTRIES)]) {
    const file = `build/${name}.cjs`;
    const names = NAMES_OF_COMMONJS.exec(readFileSync(file, "utf8"))?.[0];
    if (names === undefined) throw new Error(`${file}: expected the names that it exports at its end`);
    await (name === "index" ? shrinkWhole(file) : shrink(file));
    writeFileSync(file, `${readFileSync(file, "utf8")}\n${names}`);
  }
}

async function singleFile() {
  const outfile = "build/logit-wasm.min.js";
  const contents = Object.values(ENTRIES).map((file) => `export * from "./${file}";\n`);
  const stdin = { contents: contents.join(""), resolveDir: process.cwd() };
  await build({ ...common, stdin, outfile, platform: "browser", banner: notice("logit-wasm"), plugins: [marks] });
  await shrinkWhole(outfile);
}

/** Licences of the packages that the command line has in it, as a comment. */
function notices(packages) {
  const texts = packages.map((name) => `${name}\n\n${readFileSync(`node_modules/${name}/LICENSE`, "utf8").trim()}`);
  return `/*\nThis file contains the following packages.\n\n${texts.join("\n\n")}\n*/`;
}

/** build/cli.js, which nobody downloads: as esbuild writes it. */
export async function bundleCommandLine() {
  const outfile = "build/cli.js";
  await build({
    ...common,
    entryPoints: ["src/cli/main.ts"],
    outfile,
    legalComments: "inline",
    platform: "node",
    banner: {
      js: `#!/usr/bin/env node
import { createRequire } from "node:module";
const require = createRequire(import.meta.url);`,
    },
    external: [LOADER],
    footer: { js: notices(["commander"]) },
    plugins: [marks],
  });
  embedIn(outfile, await textsOf(EMBEDDED));
  chmodSync(outfile, 0o755);
}

export async function bundleLibrary() {
  await modules();
  await commonJs();
  await singleFile();
}
