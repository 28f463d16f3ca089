import type { Precision } from "../types.ts";
import type { Arena } from "../wasm/arena.ts";
import type { MathematicsExports } from "../wasm/kernelExports.ts";

/** The kernels of one data type that the mathematics calls, under their plain names. */
export interface MathematicsKernels {
  readonly precision: Precision;
  readonly bytesPerNumber: 4 | 8;
  readonly panelRows: number;
  /**
   * The sizes that panels_bytes and row_vector_bytes of the kernel give, computed in doubles: the kernel's 32 bits
   * would wrap beyond 4 GiB.
   */
  readonly panelsBytes: (rows: number, columns: number) => number;
  readonly rowVectorBytes: (rows: number) => number;
  readonly pack: MathematicsExports["pack_panels_f64"];
  readonly centre: MathematicsExports["centre_panels_f64"];
  readonly forward: MathematicsExports["forward_panels_f64"];
  readonly sigmoid: MathematicsExports["sigmoid_f64"];
  readonly loss: MathematicsExports["loss_f64"];
  readonly backward: MathematicsExports["backward_panels_f64"];
}

export function mathematicsOf({ kernel }: Arena, precision: Precision): MathematicsKernels {
  const bytesPerNumber = precision === "f32" ? 4 : 8;
  const panelRows = kernel[`panel_rows_${precision}`]();
  const paddedRows = (rows: number): number => Math.ceil(rows / panelRows) * panelRows;
  return {
    precision,
    bytesPerNumber,
    panelRows,
    panelsBytes: (rows, columns) => paddedRows(rows) * columns * bytesPerNumber + kernel.over_read_bytes(),
    rowVectorBytes: (rows) => paddedRows(rows) * bytesPerNumber,
    pack: kernel[`pack_panels_${precision}`],
    centre: kernel[`centre_panels_${precision}`],
    forward: kernel[`forward_panels_${precision}`],
    sigmoid: kernel[`sigmoid_${precision}`],
    loss: kernel[`loss_${precision}`],
    backward: kernel[`backward_panels_${precision}`],
  };
}
