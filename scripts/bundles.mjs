/**
 * The library's bundles, one set a way of being imported:
 *
 *     index.js metrics.js predict.js csv.js errors.js ES modules; the kernel's bytes are in index.js
 *     index.cjs metrics.cjs predict.cjs csv.cjs errors.cjs  the same for require()
 *     edge.js edge-light.js                           index.js with kernel.wasm imported as a module, for runtimes that refuse to
 *                                                     compile bytes; with the loader in it, of which no more is left than is needed
 *     logit-wasm.min.js                               the main entry, metrics and predict in one file, for a page
 *
 * The ES modules are tree-shakable: nothing runs when they are loaded (test/package/sizes.test.ts).
 */
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { embedText } from "./embeddedText.mjs";
import { made, textsOf, versionOf } from "./made.mjs";
import { embedded, markOf, shrunk, shrunkWithProgram } from "./shrink.mjs";
import { asCommonJs, inShortLines, NAMES_OF_COMMONJS, PROGRAM_FIRST } from "./workerProgram.mjs";

const MAIN_ENTRY = "src/index.ts";
const SMALL_ENTRIES = { metrics: "src/metrics/index.ts", predict: "src/predict/index.ts", csv: "src/csv/index.ts" };
const KERNEL_FILE = "./kernel.wasm";
const LOADER = "@assemblyscript/loader";
const KERNEL_PARTS = ["kernelMathematics", "kernelSolvers", "kernelSparse"];

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

export const EMBEDDED = [...KERNEL_PARTS, "workerProgram"];
const marks = embedding(Object.fromEntries(EMBEDDED.map((name) => [name, markOf(name)])));
const nothing = embedding(Object.fromEntries(EMBEDDED.map((name) => [name, ""])));

/** For the files that have the loader in them. */
function notice(name) {
  const { version } = JSON.parse(readFileSync("package.json", "utf8"));
  const loader = `Contains ${LOADER}: Apache-2.0 licence, Daniel Wirtz and contributors.`;
  return { js: `/*! ${name} ${version}: MIT licence. ${loader} */` };
}

async function textOfModule(name) {
  return (await import(pathToFileURL(`build/${name}.js`))).text;
}

async function textsOfModules(names) {
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await textOfModule(name)])));
}

/** What decides how a text is shrunk, beside the text. */
const shrinking = () => [
  ...["terser", "esbuild"].map(versionOf),
  ...textsOf("scripts/shrink.mjs", "scripts/workerProgram.mjs", "scripts/embeddedText.mjs"),
];

/** Shrinks a file that has no program of workers in it. */
async function shrink(file) {
  const text = readFileSync(file, "utf8");
  writeFileSync(file, await made(basename(file), [text, ...shrinking()], () => shrunk(text, !file.endsWith(".cjs"))));
}

/** The library of these entries, with short lines and marks, and its workers' program. */
async function libraryOf(name, entries, options) {
  const lines = entries.map((file) => `export * from "./${file}";\n`);
  const stdin = { contents: PROGRAM_FIRST + lines.join(""), resolveDir: process.cwd() };
  const { outputFiles } = await build({ ...common, external: [LOADER], ...options, stdin, write: false });
  const { text } = outputFiles[0];
  return made(name, [text, ...shrinking()], () => shrunkWithProgram(text));
}

/** @returns index.js with marks in it */
async function modules() {
  await build({ ...common, entryPoints: ["src/errors.ts"], outfile: "build/errors.js" });
  const errors = await errorsIn("errors.js");
  const options = { ...common, outdir: "build", external: [LOADER] };
  await build({ ...options, entryPoints: SMALL_ENTRIES, plugins: [errors] });
  await build({
    ...common,
    outfile: "build/edge.js",
    entryPoints: [MAIN_ENTRY],
    plugins: [errors, kernelFrom(KERNEL_FILE), nothing],
    banner: notice("edge"),
  });
  for (const name of ["errors", "metrics", "predict", "csv", "edge"]) await shrink(`build/${name}.js`);
  const edge = readFileSync("build/edge.js", "utf8").replace("/*! edge ", "/*! edge-light ");
  writeFileSync("build/edge-light.js", edge.replace(`"${KERNEL_FILE}"`, `"${KERNEL_FILE}?module"`));
  const { library, program } = await libraryOf("index", [MAIN_ENTRY], { plugins: [errors, marks] });
  embedText("build/workerProgram", program);
  return library;
}

/** @returns index.cjs with marks in it */
async function commonJs(library) {
  const options = { ...common, platform: "node", format: "cjs", outdir: "build", outExtension: { ".js": ".cjs" } };
  await build({ ...options, entryPoints: ["src/errors.ts"] });
  await build({ ...options, entryPoints: SMALL_ENTRIES, plugins: [await errorsIn("errors.cjs")] });
  for (const name of ["errors", ...Object.keys(SMALL_ENTRIES)]) {
    const file = `build/${name}.cjs`;
    const names = NAMES_OF_COMMONJS.exec(readFileSync(file, "utf8"))?.[0];
    if (names === undefined) throw new Error(`${file}: expected the names that it exports at its end`);
    await shrink(file);
    writeFileSync(file, `${readFileSync(file, "utf8")}\n${names}`);
  }
  return made("index.cjs", [library, ...shrinking()], () => asCommonJs(library));
}

/**
 * All entries with the loader, which is small and comes first, so that the workers' program is cut without it.
 * @returns logit-wasm.min.js with marks in it, and its workers' program
 */
async function singleFile() {
  const { library, program } = await libraryOf(
    "logit-wasm.min",
    [MAIN_ENTRY, SMALL_ENTRIES.metrics, SMALL_ENTRIES.predict],
    {
      plugins: [marks],
    },
  );
  const stdin = { contents: `export { demangle } from "${LOADER}";`, resolveDir: process.cwd() };
  const loader = await build({ ...common, stdin, format: "iife", globalName: "loader", minify: true, write: false });
  const imported = /import\{demangle(?: as ([\w$]+))?\}from"@assemblyscript\/loader";?/;
  const [, local = "demangle"] = imported.exec(library) ?? [];
  const lines = await inShortLines(loader.outputFiles[0].text);
  const whole = library.replace(imported, () => `${lines}\nconst ${local}=loader.demangle;`);
  if (whole === library) throw new Error("the single file: expected an import of the loader");
  return { whole: `${notice("logit-wasm").js}\n${whole}`, program };
}

/** Licences of the packages that the command line has in it, as a comment. */
function notices(packages) {
  const texts = packages.map((name) => `${name}\n\n${readFileSync(`node_modules/${name}/LICENSE`, "utf8").trim()}`);
  return `/*\nThis file contains the following packages.\n\n${texts.join("\n\n")}\n*/`;
}

/** build/cli.js, which nobody downloads: as esbuild writes it. */
async function commandLine(texts) {
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
  writeFileSync(outfile, embedded(readFileSync(outfile, "utf8"), texts));
  chmodSync(outfile, 0o755);
}

/** @param kernel a promise that the kernel's parts are in build/, of which all bundles have one thing alone: their text */
export async function bundleAll(kernel) {
  const index = await modules();
  const indexForRequire = await commonJs(index);
  const { whole, program } = await singleFile();
  await kernel;
  const texts = await textsOfModules(EMBEDDED);
  writeFileSync("build/index.js", embedded(index, texts));
  writeFileSync("build/index.cjs", embedded(indexForRequire, texts));
  writeFileSync("build/logit-wasm.min.js", embedded(whole, { ...texts, workerProgram: program }));
  await commandLine(texts);
}
