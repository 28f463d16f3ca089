import { instantiateSync } from "@assemblyscript/loader";
import { kernelBytes } from "../../build/kernelBytes.js";
import type { KernelExports } from "./kernelExports.ts";

let compiled: WebAssembly.Module | undefined;

/** A new instance of the kernel with a memory of its own. The module is compiled once. */
export function instantiateKernel(): KernelExports {
  compiled ??= new WebAssembly.Module(kernelBytes);
  return instantiateSync<KernelExports & Record<string, unknown>>(compiled).exports;
}
