// What a browser would download: everything that a page which fits and predicts needs, bundled and minified, and the wasm
// file where it is a file of its own; gzipped.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const folder = (path) => fileURLToPath(new URL(path, import.meta.url));
const gzipped = (bytes) => gzipSync(bytes, { level: 9 }).length;

/** Bytes of `entry`, source text whose imports are resolved from `from`, and of the files that it fetches. */
export async function downloadSize({ entry, from, fetches = [] }) {
  const { outputFiles } = await build({
    stdin: { contents: entry, resolveDir: folder(from) },
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    platform: "browser",
    target: "es2022",
    logLevel: "silent",
  });
  const files = [outputFiles[0].contents, ...fetches.map((file) => readFileSync(folder(file)))];
  return files.reduce((sum, bytes) => sum + gzipped(bytes), 0);
}
