/**
 * The library under test: src as it is, bundled on the fly, or with `--library path/to/build/index.js` any other build, which
 * has predict.js and metrics.js beside it.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Everything that is public, of the main entry and the subpaths. */
export async function loadLibrary(path) {
  if (path !== undefined) {
    const folder = dirname(resolve(path));
    const [main, predict, metrics] = await Promise.all(
      [resolve(path), join(folder, "predict.js"), join(folder, "metrics.js")].map(
        (file) => import(pathToFileURL(file)),
      ),
    );
    return { ...main, loadModel: predict.loadModel, metrics };
  }
  return bundled(
    `export * from "./src/index.ts";
     export { loadModel } from "./src/predict/index.ts";
     export * as metrics from "./src/metrics/index.ts";`,
  );
}

/** The command line's parts, to be run in this process. */
export function loadCommandLine() {
  return bundled(
    `export { createProgram } from "./src/cli/program.ts";
     export { Failure, oneLine } from "./src/cli/failure.ts";
     export { StdoutClosed } from "./src/cli/write/outputFile.ts";
     export { CommanderError } from "commander";`,
  );
}

async function bundled(contents) {
  const folder = mkdtempSync(join(root, "build/.fuzz-"));
  try {
    const outfile = join(folder, "library.mjs");
    await build({
      stdin: { contents, resolveDir: root, loader: "ts" },
      outfile,
      bundle: true,
      format: "esm",
      platform: "node",
      target: "es2022",
      logLevel: "error",
      banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
    });
    return await import(pathToFileURL(outfile));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A file for what is written beside a run, gone when the process ends. */
export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), "logit-wasm-fuzz-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
