import { LogitTypeError, shown } from "../errors.ts";
import { tagOf } from "../values.ts";
import { compileKernel } from "./compileKernel.ts";

let compiled: WebAssembly.Module | undefined;

/** The kernel, compiled once. */
export function kernelModule(): WebAssembly.Module {
  compiled ??= compileKernel();
  return compiled;
}

/**
 * Hands over the kernel already compiled, before anything is fitted: for runtimes that refuse to compile bytes and bundlers
 * that do not pick the edge build by themselves. Elsewhere there is no need of it.
 *
 * @param module what `logit-wasm/kernel.wasm` (or `logit-wasm/kernel.wasm?module`) is imported as
 * @throws LogitTypeError INVALID_OPTION if it is no WebAssembly.Module
 * @example
 * // import module from "logit-wasm/kernel.wasm?module";
 * const handOver = (module) => setKernelModule(module);
 */
export function setKernelModule(module: WebAssembly.Module): void {
  // not instanceof: a module may come from another realm
  if (tagOf(module) !== "[object WebAssembly.Module]") {
    throw new LogitTypeError("INVALID_OPTION", `module: expected a WebAssembly.Module, got ${shown(module)}`);
  }
  compiled = module;
}
