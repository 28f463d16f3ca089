import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { node } from "../command.mjs";

const COMPILERS = { "TypeScript 7": "typescript", "TypeScript 5.7": "typescript-5.7" };

/** Compiles the sources strictly, the package's declarations included, and returns where the JavaScript is. */
function compile(compiler, folder, sources, options) {
  mkdirSync(folder, { recursive: true });
  for (const [from, to] of sources) copyFileSync(`programs/${from}`, `${folder}/${to}`);
  const compilerOptions = {
    target: "es2022",
    lib: ["es2022", "dom"],
    types: [],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    rootDir: "..",
    outDir: "out",
    ...options,
  };
  const files = sources.map(([, to]) => to);
  writeFileSync(`${folder}/tsconfig.json`, JSON.stringify({ compilerOptions, files }));
  node(`node_modules/${compiler}/bin/tsc`, "--project", folder);
  return `${folder}/out/${folder}`;
}

/** The programs import ../exercise.mjs, so what is compiled runs in a folder beside it. */
function runBeside(file, name) {
  mkdirSync("compiled", { recursive: true });
  copyFileSync(file, `compiled/${name}`);
  return node(`compiled/${name}`);
}

export const typescript = Object.entries(COMPILERS).flatMap(([title, compiler]) => [
  {
    name: `${title}, moduleResolution node16, ES module`,
    run: () => {
      const options = { module: "node16", moduleResolution: "node16" };
      const out = compile(compiler, `${compiler}-esm`, [["typed.mts", "typed.mts"]], options);
      return runBeside(`${out}/typed.mjs`, `${compiler}.mjs`);
    },
  },
  {
    name: `${title}, moduleResolution node16, CommonJS`,
    run: () => {
      const options = { module: "node16", moduleResolution: "node16" };
      const out = compile(compiler, `${compiler}-cjs`, [["typed.cts", "typed.cts"]], options);
      return runBeside(`${out}/typed.cjs`, `${compiler}.cjs`);
    },
  },
  {
    name: `${title}, without the DOM's declarations`,
    run: () => {
      const options = { module: "node16", moduleResolution: "node16", lib: ["es2022"] };
      const out = compile(compiler, `${compiler}-no-dom`, [["noDom.mts", "noDom.mts"]], options);
      return runBeside(`${out}/noDom.mjs`, `${compiler}-no-dom.mjs`);
    },
  },
  {
    name: `${title}, moduleResolution bundler`,
    run: () => {
      const sources = [
        ["typed.mts", "typed.mts"],
        ["kernelImport.ts", "kernelImport.ts"],
      ];
      const options = { module: "esnext", moduleResolution: "bundler" };
      const out = compile(compiler, `${compiler}-bundler`, sources, options);
      return runBeside(`${out}/typed.mjs`, `${compiler}-bundler.mjs`);
    },
  },
  {
    name: `${title}, tables of data frame packages`,
    run: () => {
      // their declarations are not ours to check
      const options = { module: "node16", moduleResolution: "node16", skipLibCheck: true };
      compile(compiler, `${compiler}-frames`, [["dataFrames.mts", "dataFrames.mts"]], options);
      return node("programs/node.mjs");
    },
  },
]);
