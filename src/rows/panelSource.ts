import type { Numbers, RowSource } from "../input/matrix.ts";
import type { Kernels } from "../kernel/kernels.ts";
import type { Arena } from "../wasm/arena.ts";
import type { Pointer } from "../wasm/kernelExports.ts";
import type { ColumnScaling } from "./scaling.ts";

/** Rows that lie in panels (assembly/layout.ts), to be read again as rows: in the units that they were packed in. */
export function panelSource(
  arena: Arena,
  { panelRows, precision }: Kernels,
  panelsPtr: Pointer,
  rows: number,
  columns: number,
): RowSource {
  const numbers = Math.ceil(rows / panelRows) * columns * panelRows;
  const indexOf = (row: number, column: number): number =>
    (Math.floor(row / panelRows) * columns + column) * panelRows + (row % panelRows);
  return {
    rows,
    columns,
    precision,
    contiguous: false,
    copyRows: (target: Numbers, first: number, count: number): void => {
      const panels = arena.view(precision, panelsPtr, numbers);
      for (let i = 0; i < count; ++i) {
        const line = indexOf(first + i, 0);
        for (let j = 0; j < columns; ++j) target[i * columns + j] = panels[line + j * panelRows] ?? 0;
      }
    },
    valueAt: (row, column) => arena.view(precision, panelsPtr, numbers)[indexOf(row, column)] ?? Number.NaN,
  };
}

/** Packed rows as rows of the user's columns, to the last digit or so that packing left. */
export function unpackedSource(packed: RowSource, { centre, scale }: ColumnScaling): RowSource {
  const { rows, columns } = packed;
  return {
    ...{ rows, columns, precision: "f64", contiguous: false },
    copyRows: (target: Numbers, first: number, count: number): void => {
      packed.copyRows(target, first, count);
      for (let at = 0; at < count * columns; ++at) {
        const j = at % columns;
        target[at] = (target[at] ?? 0) / (scale[j] ?? 1) + (centre[j] ?? 0);
      }
    },
    valueAt: (row, column) => packed.valueAt(row, column) / (scale[column] ?? 1) + (centre[column] ?? 0),
  };
}
