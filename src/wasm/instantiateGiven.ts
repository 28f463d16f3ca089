import type { CompiledModule } from "../types.ts";
import type { KernelPart } from "./kernelParts.ts";

/**
 * instantiate.ts of a worker's program (scripts/bundles.mjs puts it in its place): without the kernel's bytes, since the thread
 * that compiled them gives its modules.
 */

/** The modules by the names of the parts. */
export type GivenKernel = { readonly [part: string]: CompiledModule };

let given: GivenKernel = {};

export function giveKernel(kernel: GivenKernel): void {
  given = kernel;
}

/** A new instance of a part of the kernel on this memory. */
export function instantiateKernel<Exports extends object>(
  part: KernelPart<Exports>,
  memory: WebAssembly.Memory,
): Exports {
  const module = given[part.name];
  if (module === undefined) throw new Error("giveKernel: expected to come first");
  return new WebAssembly.Instance(module, { env: { memory } }).exports as Exports;
}
