import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import * as esbuild from "esbuild";
import { rollup } from "rollup";
import { node } from "../command.mjs";
import { bundleWithWebpack } from "./bundlers.mjs";

const ENTRY = "programs/propagateOnly.mjs";
const MOST_BYTES = 16 * 1024;

/** Each bundles the entry, minified, and returns the file. */
const BUNDLERS = {
  esbuild: async () => {
    const outfile = "dist/shaken/esbuild.mjs";
    await esbuild.build({ entryPoints: [ENTRY], outfile, bundle: true, minify: true, format: "esm" });
    return outfile;
  },
  Rollup: async () => {
    const outfile = "dist/shaken/rollup.mjs";
    const bundle = await rollup({ input: ENTRY, plugins: [nodeResolve()] });
    await bundle.write({ file: "dist/shaken/rollup-long.mjs", format: "es" });
    await bundle.close();
    await esbuild.build({ entryPoints: ["dist/shaken/rollup-long.mjs"], outfile, minify: true });
    return outfile;
  },
  webpack: async () => {
    await bundleWithWebpack(ENTRY, "shaken/webpack", { target: "node" });
    return "dist/shaken/webpack/page.js";
  },
};

export const treeShaking = Object.entries(BUNDLERS).map(([name, bundle]) => ({
  name: `propagate alone, by ${name}: at most 16 KB gzipped`,
  run: async () => {
    const file = await bundle();
    const size = gzipSync(readFileSync(file), { level: 9 }).length;
    assert.ok(size <= MOST_BYTES, `expected at most ${MOST_BYTES} bytes, got ${size}`);
    assert.deepEqual(JSON.parse(node(file)), [-0.5, -1, -0.5]);
    console.log(`${size} bytes`);
    // and the bits of the whole package
    return node("programs/node.mjs");
  },
}));
