import { text as mathematicsText } from "../../build/kernelMathematics.js";
import { text as solversText } from "../../build/kernelSolvers.js";
import { text as sparseText } from "../../build/kernelSparse.js";
import type { CompiledModule } from "../types.ts";
import type { MathematicsExports, SolverExports, SparseExports } from "./kernelExports.ts";

/**
 * A part of the kernel: a WebAssembly module of its own, so that whoever imports one function downloads one part. All
 * parts of an arena work on its memory.
 */
export interface KernelPart<Exports extends object> {
  readonly name: string;
  /** The bytes of the module as text (embeddedBytes.ts); empty where the module is given (edge builds, workers). */
  readonly text: string;
  /** Compiled, once it has been needed. */
  module: CompiledModule | undefined;
  /** What the module exports: a type alone, never there. */
  readonly exports?: Exports;
}

/** assembly/mathematics.ts: the layout, packing, forward and backward propagation. */
export const mathematics: KernelPart<MathematicsExports> = {
  name: "mathematics",
  text: mathematicsText,
  module: undefined,
};

/**
 * assembly/solvers.ts: moments, and the sums over rows that solvers ask for. It stands beside the other part because
 * gzip then sees what the two have in common (1 KB less).
 */
export const solvers: KernelPart<SolverExports> = { name: "solvers", text: solversText, module: undefined };

/** assembly/sparse.ts: what mathematics and solvers have for dense rows, for sparse ones (CSR). */
export const sparse: KernelPart<SparseExports> = { name: "sparse", text: sparseText, module: undefined };
