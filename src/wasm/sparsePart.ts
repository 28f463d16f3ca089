import { text } from "../../build/kernelSparse.js";
import type { SparseExports } from "./kernelExports.ts";
import type { KernelPart } from "./kernelParts.ts";

/**
 * assembly/sparse.ts: the kernels of sparse rows. In a file of its own, so that bundles without sparse rows do not have
 * its bytes. It is not in kernel.wasm: a runtime that is handed that module compiled has no sparse kernels yet.
 */
export const sparse: KernelPart<SparseExports> = { name: "sparse", text, module: undefined };
