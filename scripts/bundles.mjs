/**
 * The library's bundles, one set a way of being imported:
 *
 *     index.js metrics.js predict.js errors.js        ES modules; the kernel's bytes are in index.js
 *     index.cjs metrics.cjs predict.cjs errors.cjs    the same for require()
 *     edge.js edge-light.js                           index.js with kernel.wasm imported as a module, for runtimes that refuse to
 *                                                     compile bytes; with the loader in it, of which no more is left than is needed
 *     logit-wasm.min.js                               all entries and all that they import in one file, for a page
 */
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { minify } from "terser";

const ENTRIES = { index: "src/index.ts", metrics: "src/metrics/index.ts", predict: "src/predict/index.ts" };
const LOADER = "@assemblyscript/loader";

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

/** Puts the import of a WebAssembly module in the place of src/wasm/compileKernel.ts. */
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

/** For the files that have the loader in them. */
function notice(name) {
  const { version } = JSON.parse(readFileSync("package.json", "utf8"));
  const loader = `Contains ${LOADER}: Apache-2.0 licence, Daniel Wirtz and contributors.`;
  return { js: `/*! ${name} ${version}: MIT licence. ${loader} */` };
}

/** terser takes 0.5 KB more off than esbuild's own minifier. Notices stay, and what tells bundlers to leave an import alone. */
async function shrunk(text, module) {
  const { code } = await minify(text, {
    module,
    ecma: 2022,
    compress: { passes: 4, unsafe_arrows: true, keep_fargs: false },
    format: { comments: /^!|webpackIgnore|@vite-ignore/ },
  });
  return code;
}

/** As long as a program, so that it is not copied to where it is used. */
const PROGRAM_MARK = "program of the workers ".repeat(500);
const PROGRAM_BEGINS = "globalThis.PROGRAM(()=>{";
const PROGRAM_ENDS = "});";

/**
 * Shrinks a file. Where it has the workers' program in it, the two are shrunk as one and then taken apart: what they have in
 * common gets the same names, so that gzip sees it (1.7 KB less).
 */
async function shrink(file) {
  const text = readFileSync(file, "utf8");
  if (!text.includes(PROGRAM_MARK)) {
    writeFileSync(file, await shrunk(text, true));
    return;
  }
  const both = await shrunk(`${text};${PROGRAM_BEGINS}${await workerProgram()}${PROGRAM_ENDS}`, true);
  const [library, program, ...others] = both.split(PROGRAM_BEGINS);
  if (!program?.endsWith(PROGRAM_ENDS) || others.length > 0)
    throw new Error("the workers' program: expected at the end");
  writeFileSync(file, withProgram(library, program.slice(0, -PROGRAM_ENDS.length)));
}

function withProgram(library, program) {
  const [first, last, ...others] = library.split(new RegExp(`["'\`]${PROGRAM_MARK}["'\`]`));
  if (last === undefined || others.length > 0) throw new Error("the workers' program: expected one place for it");
  return first + JSON.stringify(program) + last;
}

/** What a worker runs. It is sent its kernel, so neither the bytes nor the loader is in it. */
async function workerProgram() {
  const path = resolve("src/wasm/instantiateGiven.ts");
  const { outputFiles } = await build({
    ...common,
    entryPoints: ["src/driver/workers/program.ts"],
    format: "iife",
    write: false,
    plugins: [
      { name: "given", setup: ({ onResolve }) => onResolve({ filter: /\/instantiate\.ts$/ }, () => ({ path })) },
    ],
  });
  return outputFiles[0].text;
}

/** The program as a module that exports its text: bundlers find nothing to look for. */
export async function embedWorkerProgram(moduleFile) {
  const text = await shrunk(await workerProgram(), false);
  writeFileSync(`${moduleFile}.js`, `export const workerProgram = ${JSON.stringify(text)};\n`);
  writeFileSync(`${moduleFile}.d.ts`, "export declare const workerProgram: string;\n");
}

/** Another text in the place of the program. */
function programAs(text) {
  const contents = `export const workerProgram = ${JSON.stringify(text)};\n`;
  return { name: "program", setup: ({ onLoad }) => onLoad({ filter: /\/workerProgram\.js$/ }, () => ({ contents })) };
}

async function modules() {
  await build({ ...common, entryPoints: ["src/errors.ts"], outfile: "build/errors.js" });
  const errors = await errorsIn("errors.js");
  const options = { ...common, outdir: "build", external: [LOADER] };
  await build({ ...options, entryPoints: ENTRIES, plugins: [errors, programAs(PROGRAM_MARK)] });
  for (const [name, specifier] of [
    ["edge", "./kernel.wasm"],
    ["edge-light", "./kernel.wasm?module"],
  ]) {
    const plugins = [errors, kernelFrom(specifier), programAs("")];
    await build({
      ...common,
      outfile: `build/${name}.js`,
      entryPoints: [ENTRIES.index],
      plugins,
      banner: notice(name),
    });
  }
  for (const name of ["errors", ...Object.keys(ENTRIES), "edge", "edge-light"]) await shrink(`build/${name}.js`);
}

/** For Node, so that esbuild lists the names where `import { ... }` of CommonJS finds them, and shrunk by it, since terser drops the list. */
async function commonJs() {
  const options = {
    ...common,
    platform: "node",
    format: "cjs",
    outdir: "build",
    outExtension: { ".js": ".cjs" },
    minify: true,
  };
  await build({ ...options, entryPoints: ["src/errors.ts"] });
  await build({ ...options, entryPoints: ENTRIES, external: [LOADER], plugins: [await errorsIn("errors.cjs")] });
  // what esbuild's own minifier leaves out of import()
  const text = readFileSync("build/index.cjs", "utf8");
  const told = text.replace(/import\((\w+)\)/, "import(/* webpackIgnore: true *//* @vite-ignore */$1)");
  if (told === text) throw new Error("build/index.cjs: expected the import that bundlers are to leave alone");
  writeFileSync("build/index.cjs", told);
}

async function singleFile() {
  const outfile = "build/logit-wasm.min.js";
  const contents = Object.values(ENTRIES).map((file) => `export * from "./${file}";\n`);
  const stdin = { contents: contents.join(""), resolveDir: process.cwd() };
  const plugins = [programAs(PROGRAM_MARK)];
  await build({ ...common, stdin, outfile, platform: "browser", banner: notice("logit-wasm"), plugins });
  await shrink(outfile);
}

export async function bundleLibrary() {
  await modules();
  await commonJs();
  await singleFile();
}
