import { node as run } from "../command.mjs";

export const node = [
  { name: "Node, import", run: () => run("programs/node.mjs") },
  { name: "Node, require", run: () => run("programs/node.cjs") },
  { name: "Node, kernel.wasm by setKernelModule", run: () => run("programs/setKernelModule.mjs") },
];
