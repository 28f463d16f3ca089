import type { Precision } from "../types.ts";
import type { KernelExports } from "../wasm/kernelExports.ts";

/** The kernels of one data type under their plain names. */
export interface Kernels {
  readonly precision: Precision;
  readonly bytesPerNumber: 4 | 8;
  readonly panelRows: number;
  /** As panels_bytes and row_vector_bytes of the kernel, but in doubles: beyond 4 GiB 32 bits would wrap. */
  readonly panelsBytes: (rows: number, columns: number) => number;
  readonly rowVectorBytes: (rows: number) => number;
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
  readonly product: KernelExports["product_dense_f64"];
  readonly productRows: KernelExports["product_rows_f64"];
}

export function kernelsOf(kernel: KernelExports, precision: Precision): Kernels {
  const bytesPerNumber = precision === "f32" ? 4 : 8;
  const panelRows = kernel[`panel_rows_${precision}`]();
  const paddedRows = (rows: number): number => Math.ceil(rows / panelRows) * panelRows;
  return {
    precision,
    bytesPerNumber,
    panelRows,
    panelsBytes: (rows, columns) => paddedRows(rows) * columns * bytesPerNumber + kernel.over_read_bytes(),
    rowVectorBytes: (rows) => paddedRows(rows) * bytesPerNumber,
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
    product: kernel[`product_dense_${precision}`],
    productRows: kernel[`product_rows_${precision}`],
  };
}
