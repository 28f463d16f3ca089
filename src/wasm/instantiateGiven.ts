import type { KernelExports } from "./kernelExports.ts";

/**
 * instantiate.ts of a worker's program (scripts/build.mjs puts it in its place): without the kernel's bytes, since the thread
 * that compiled them gives its module.
 */

let given: WebAssembly.Module | undefined;

export function giveKernel(kernel: WebAssembly.Module): void {
  given = kernel;
}

/** A new instance of the kernel with a memory of its own. */
export function instantiateKernel(): KernelExports {
  if (given === undefined) throw new Error("giveKernel: expected to come first");
  return new WebAssembly.Instance(given).exports as unknown as KernelExports;
}
