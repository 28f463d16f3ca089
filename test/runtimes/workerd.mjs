/** Runs the suite in workerd: a bundle as a deployment makes it, the kernel as a WebAssembly module of its configuration. */
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { withChild } from "./children.mjs";

export async function runWorkerd(program, project) {
  const out = join(project, "worker");
  await build({
    entryPoints: [join(project, "worker.mjs")],
    outdir: out,
    bundle: true,
    format: "esm",
    conditions: ["workerd", "worker"],
    loader: { ".wasm": "copy" },
    assetNames: "[name]",
    external: ["data.bin"],
    logLevel: "error",
  });
  const wasm = readdirSync(out).filter((file) => file.endsWith(".wasm"));
  writeFileSync(join(out, "config.capnp"), configuration(wasm));
  const command = [program, "serve", "config.capnp", "--socket-addr=http=127.0.0.1:0", "--control-fd=1"];
  return withChild(command, { cwd: out }, async (child, output) => {
    const port = await new Promise((resolve) => {
      child.stdout.on("data", () => {
        const found = /"port":\s*(\d+)/.exec(output.stdout);
        if (found !== null) resolve(found[1]);
      });
    });
    const response = await fetch(`http://127.0.0.1:${port}/`);
    const text = await response.text();
    if (!response.ok) throw new Error(`workerd answered ${response.status}: ${text}\n${output.stderr.slice(-2000)}`);
    return JSON.parse(text);
  });
}

function configuration(wasm) {
  const modules = [
    `(name = "worker.js", esModule = embed "worker.js")`,
    `(name = "data.bin", data = embed "../data.bin")`,
    ...wasm.map((file) => `(name = "${file}", wasm = embed "${file}")`),
  ];
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = (modules = [${modules.join(", ")}], compatibilityDate = "2026-01-01"))],
  sockets = [(name = "http", http = (), service = "main")]
);
`;
}
