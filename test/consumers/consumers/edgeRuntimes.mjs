import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { EdgeVM } from "@edge-runtime/vm";
import * as esbuild from "esbuild";
import { bundleWithWebpack } from "./bundlers.mjs";

const EMPTY_MODULE = "new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))";

/** As Next.js bundles for Vercel's edge: the condition, and `?module` for a variable that the runtime binds. */
async function vercel(entry, folder, conditionNames) {
  const use = resolve("programs/kernelBinding.cjs");
  const rules = [{ test: /\.wasm$/, resourceQuery: /module/, type: "javascript/auto", use }];
  await bundleWithWebpack(entry, folder, { resolve: { conditionNames }, module: { rules } });
  const wasm_kernel = new WebAssembly.Module(readFileSync("node_modules/logit-wasm/build/kernel.wasm"));
  const runtime = new EdgeVM({
    codeGeneration: { strings: false, wasm: false },
    extend: (context) => Object.assign(context, { wasm_kernel }),
  });
  assert.throws(() => runtime.evaluate(EMPTY_MODULE), /CompileError/, "this runtime compiles bytes");
  runtime.evaluate(readFileSync(`dist/${folder}/page.js`, "utf8"));
  return runtime.evaluate("result");
}

/** As Wrangler bundles for Cloudflare Workers: its conditions, and modules of WebAssembly left as modules. */
async function cloudflare() {
  await esbuild.build({
    entryPoints: ["programs/worker.mjs"],
    outdir: "dist/worker",
    bundle: true,
    format: "esm",
    conditions: ["workerd", "worker", "browser"],
    loader: { ".wasm": "copy" },
    logLevel: "silent",
  });
  const kernel = readdirSync("dist/worker").find((file) => file.endsWith(".wasm"));
  writeFileSync(
    "dist/worker/config.capnp",
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [(name = "main", worker = .worker)]);
const worker :Workerd.Worker = (
  compatibilityDate = "2025-01-01",
  modules = [
    (name = "worker.js", esModule = embed "worker.js"),
    (name = "${kernel}", wasm = embed "${kernel}"),
  ],
);
`,
  );
  const { error, stdout, stderr } = spawnSync("node_modules/.bin/workerd", ["test", "dist/worker/config.capnp"], {
    encoding: "utf8",
  });
  const result = `${stdout}\n${stderr}`.split("\n").find((line) => line.startsWith("{"));
  if (result === undefined) throw error ?? new Error(`no result: ${stdout}${stderr}`);
  return result;
}

export const edgeRuntimes = [
  {
    name: "Vercel Edge: webpack, edge-light, no compiling of bytes",
    run: () => vercel("programs/edge.mjs", "edge-light", ["edge-light", "worker", "browser", "import"]),
  },
  {
    name: "an edge runtime without the condition: setKernelModule",
    run: () => vercel("programs/edgeWithoutCondition.mjs", "edge", ["import"]),
  },
  { name: "Cloudflare Workers: esbuild, workerd", run: cloudflare },
];
