import { demangle } from "@assemblyscript/loader";
import { kernelModule } from "./kernelModule.ts";
import type { KernelPart } from "./kernelParts.ts";

/**
 * A new instance of a part of the kernel on this memory. A part imports nothing else, so it is instantiated here and
 * the loader makes its exports callable: the loader's instantiateSync takes a module of another realm (what Next.js
 * hands to its edge functions) for bytes.
 */
export function instantiateKernel<Exports extends object>(
  part: KernelPart<Exports>,
  memory: WebAssembly.Memory,
): Exports {
  const instance = new WebAssembly.Instance(kernelModule(part), { env: { memory } });
  return demangle<Exports & Record<string, unknown>>(instance.exports);
}
