import type { Precision } from "../types.ts";
import type { Arena } from "../wasm/arena.ts";
import type { SolverExports } from "../wasm/kernelExports.ts";
import { solvers } from "../wasm/kernelParts.ts";
import { type MathematicsKernels, mathematicsOf } from "./mathematics.ts";

/** The kernels of one data type under their plain names: those of the mathematics and those that solvers ask for. */
export interface Kernels extends MathematicsKernels {
  /** hessian_rows_workspace_bytes of the kernel, or its counterpart for panels. */
  readonly hessianWorkspaceBytes: SolverExports["hessian_workspace_bytes_f64"];
  readonly hessianRowsWorkspaceBytes: SolverExports["hessian_rows_workspace_bytes_f64"];
  readonly epochWorkspaceBytes: SolverExports["epoch_workspace_bytes"];
  readonly epochRowsWorkspaceBytes: SolverExports["epoch_rows_workspace_bytes"];
  readonly productWorkspaceBytes: SolverExports["product_workspace_bytes"];
  readonly productRowsWorkspaceBytes: SolverExports["product_rows_workspace_bytes"];
  readonly moments: SolverExports["moments_rows_f64"];
  readonly epoch: SolverExports["epoch_panels_f64"];
  readonly epochRows: SolverExports["epoch_rows_f64"];
  readonly hessian: SolverExports["hessian_panels_f64"];
  readonly hessianRows: SolverExports["hessian_rows_f64"];
  readonly product: SolverExports["product_panels_f64"];
  readonly productRows: SolverExports["product_rows_f64"];
}

export function kernelsOf(arena: Arena, precision: Precision): Kernels {
  const kernel = arena.kernelOf(solvers);
  return {
    ...mathematicsOf(arena, precision),
    hessianWorkspaceBytes: kernel[`hessian_workspace_bytes_${precision}`],
    hessianRowsWorkspaceBytes: kernel[`hessian_rows_workspace_bytes_${precision}`],
    epochWorkspaceBytes: kernel.epoch_workspace_bytes,
    epochRowsWorkspaceBytes: kernel.epoch_rows_workspace_bytes,
    productWorkspaceBytes: kernel.product_workspace_bytes,
    productRowsWorkspaceBytes: kernel.product_rows_workspace_bytes,
    moments: kernel[`moments_rows_${precision}`],
    epoch: kernel[`epoch_panels_${precision}`],
    epochRows: kernel[`epoch_rows_${precision}`],
    hessian: kernel[`hessian_panels_${precision}`],
    hessianRows: kernel[`hessian_rows_${precision}`],
    product: kernel[`product_panels_${precision}`],
    productRows: kernel[`product_rows_${precision}`],
  };
}
