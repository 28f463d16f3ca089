import { instantiateSync } from "@assemblyscript/loader";
import type { KernelExports } from "./kernelExports.ts";
import { kernelModule } from "./kernelModule.ts";

/** A new instance of the kernel with a memory of its own. */
export function instantiateKernel(): KernelExports {
  return instantiateSync<KernelExports & Record<string, unknown>>(kernelModule()).exports;
}
