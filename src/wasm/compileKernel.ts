import { LogitTypeError } from "../errors.ts";
import { bytesOf } from "./embeddedBytes.ts";
import type { KernelPart } from "./kernelParts.ts";

/**
 * A part of the kernel from the bytes embedded in the bundle, compiled synchronously. The builds for edge runtimes,
 * which refuse to compile bytes, have a module import in place of this file, of the whole kernel (scripts/bundles.mjs).
 *
 * @throws LogitTypeError KERNEL_REFUSED where WebAssembly may not be compiled
 */
export function compileKernel(part: KernelPart<object>): WebAssembly.Module {
  try {
    return new WebAssembly.Module(bytesOf(part.text));
  } catch (cause) {
    const message =
      `kernel: expected WebAssembly to compile, got ${cause}. ` +
      "A Content-Security-Policy must have 'wasm-unsafe-eval' in script-src; " +
      "an edge runtime must import the kernel as a module (setKernelModule); an engine must have SIMD";
    const error = new LogitTypeError("KERNEL_REFUSED", message);
    error.cause = cause;
    throw error;
  }
}
