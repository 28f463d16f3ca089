import type { Precision } from "../types.ts";
import type { KernelExports } from "../wasm/kernelExports.ts";

/** The kernels of one data type under their plain names. */
export interface Kernels {
  readonly precision: Precision;
  readonly bytesPerNumber: 4 | 8;
  readonly panelRows: number;
  readonly panelsBytes: KernelExports["panels_bytes_f64"];
  readonly rowVectorBytes: KernelExports["row_vector_bytes_f64"];
  readonly hessianWorkspaceBytes: KernelExports["hessian_workspace_bytes_f64"];
  readonly hessianRowsWorkspaceBytes: KernelExports["hessian_rows_workspace_bytes_f64"];
  readonly moments: KernelExports["moments_rows_f64"];
  readonly pack: KernelExports["pack_dense_f64"];
  readonly centre: KernelExports["centre_dense_f64"];
  readonly forward: KernelExports["forward_dense_f64"];
  readonly sigmoid: KernelExports["sigmoid_f64"];
  readonly loss: KernelExports["loss_f64"];
  readonly backward: KernelExports["backward_dense_f64"];
  readonly epoch: KernelExports["epoch_dense_f64"];
  readonly epochRows: KernelExports["epoch_rows_f64"];
  readonly hessian: KernelExports["hessian_dense_f64"];
  readonly hessianRows: KernelExports["hessian_rows_f64"];
}

export function kernelsOf(kernel: KernelExports, precision: Precision): Kernels {
  return {
    precision,
    bytesPerNumber: precision === "f32" ? 4 : 8,
    panelRows: kernel[`panel_rows_${precision}`](),
    panelsBytes: kernel[`panels_bytes_${precision}`],
    rowVectorBytes: kernel[`row_vector_bytes_${precision}`],
    hessianWorkspaceBytes: kernel[`hessian_workspace_bytes_${precision}`],
    hessianRowsWorkspaceBytes: kernel[`hessian_rows_workspace_bytes_${precision}`],
    moments: kernel[`moments_rows_${precision}`],
    pack: kernel[`pack_dense_${precision}`],
    centre: kernel[`centre_dense_${precision}`],
    forward: kernel[`forward_dense_${precision}`],
    sigmoid: kernel[`sigmoid_${precision}`],
    loss: kernel[`loss_${precision}`],
    backward: kernel[`backward_dense_${precision}`],
    epoch: kernel[`epoch_dense_${precision}`],
    epochRows: kernel[`epoch_rows_${precision}`],
    hessian: kernel[`hessian_dense_${precision}`],
    hessianRows: kernel[`hessian_rows_${precision}`],
  };
}
