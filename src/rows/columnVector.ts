import type { MathematicsKernels } from "../kernel/mathematics.ts";
import type { Arena } from "../wasm/arena.ts";
import type { Pointer } from "../wasm/kernelExports.ts";

/** A vector of the kernel's type with one number a column, padded for kernels that read four at a time. */
export function reserveColumnVector(arena: Arena, kernels: MathematicsKernels, values: Float64Array): Pointer {
  const pointer = arena.reserve((values.length + 4) * kernels.bytesPerNumber);
  arena.view(kernels.precision, pointer, values.length).set(values);
  return pointer;
}
