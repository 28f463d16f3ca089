import { demangle } from "@assemblyscript/loader";
import type { KernelExports } from "./kernelExports.ts";
import { kernelModule } from "./kernelModule.ts";

/**
 * A new instance of the kernel with a memory of its own. The kernel imports nothing, so it is instantiated here and the loader
 * makes its exports callable: the loader's instantiateSync takes a module of another realm (what Next.js hands to its edge
 * functions) for bytes.
 */
export function instantiateKernel(): KernelExports {
  return demangle<KernelExports & Record<string, unknown>>(new WebAssembly.Instance(kernelModule()).exports);
}
