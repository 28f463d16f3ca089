type Numbers = Float32Array | Float64Array;

/** Calls `use` with `rows` a block at a time: kernels add at most a block in one sum. */
export function forBatchParts(rows: Uint32Array, blockRows: number, use: (part: Uint32Array) => void): void {
  for (let first = 0; first < rows.length; first += blockRows) use(rows.subarray(first, first + blockRows));
}

/**
 * Copies rows out of panels into panels of their own, in the order in which they are listed; rows that the last panel
 * lacks are 0. A row is every panelRows-th number of its panel.
 */
export function gatherRows(
  target: Numbers,
  panels: Numbers,
  rows: Uint32Array,
  columns: number,
  panelRows: number,
): void {
  const panelLength = panelRows * columns;
  const ragged = rows.length % panelRows;
  if (ragged !== 0) {
    const last = (rows.length - ragged) * columns;
    target.fill(0, last, last + panelLength);
  }
  for (let i = 0; i < rows.length; ++i) {
    const row = rows[i] ?? 0;
    const lane = row % panelRows;
    const targetLane = i % panelRows;
    let from = (row - lane) * columns + lane;
    let to = (i - targetLane) * columns + targetLane;
    for (let j = 0; j < columns; ++j, from += panelRows, to += panelRows) target[to] = panels[from] ?? 0;
  }
}
