import { tagOf } from "../check/values.ts";
import { LogitTypeError, shown } from "../errors.ts";
import type { CompiledModule } from "../types.ts";
import { compileKernel } from "./compileKernel.ts";
import type { KernelPart } from "./kernelParts.ts";

/** The whole kernel, which has all parts in it. */
let handedOver: CompiledModule | undefined;

/** The module that has a part of the kernel in it, compiled once. @internal */
export function kernelModule(part: KernelPart<object>): CompiledModule {
  if (handedOver !== undefined) return handedOver;
  part.module ??= compileKernel(part);
  return part.module;
}

/**
 * Hands over the kernel already compiled, before anything is fitted: for runtimes that refuse to compile bytes and
 * bundlers that do not pick the edge build by themselves. Elsewhere there is no need of it.
 *
 * @param module what `logit-wasm/kernel.wasm` (or `logit-wasm/kernel.wasm?module`) is imported as
 * @throws LogitTypeError INVALID_OPTION if it is no WebAssembly.Module
 * @example
 * // import module from "logit-wasm/kernel.wasm?module";
 * const handOver = (module) => setKernelModule(module);
 */
export function setKernelModule(module: CompiledModule): void {
  // not instanceof: a module may come from another realm
  if (tagOf(module) !== "[object WebAssembly.Module]") {
    throw new LogitTypeError("INVALID_OPTION", `module: expected a WebAssembly.Module, got ${shown(module)}`);
  }
  handedOver = module;
}
