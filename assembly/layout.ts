/**
 * Where everything lies, in bytes and rows. No other file computes a size.
 *
 * Panel: 16 rows in f32, 8 in f64, stored column by column, so that one column of a panel is one 64-byte line
 * (four vectors) and a panel is `columns` lines in a row. Lane l of vector v of a line is row 4v + l (f32) or 2v + l
 * (f64) of the panel. Only the last panel of a set of rows is padded; its padding rows have weight 0.
 *
 *     panel p:  | x[16p .. 16p+15][0] | x[16p .. 16p+15][1] | ... | x[16p .. 16p+15][columns-1] |   (f32)
 *
 * Block: the rows whose sums are carried in the lanes of the data type; at its end they are added up in float64.
 * Share: the rows whose float64 sums form one record; records are added in share order. Both are part of the
 * specification of the result: another size is another order of addition.
 */
export const LINE_BYTES: usize = 64;
export const BLOCK_ROWS: i32 = 256;
export const SHARE_ROWS: i32 = 16384;

/** Lines that a kernel may read past the last panel (the Hessian reads columns in groups of four). */
export const OVER_READ_BYTES: usize = 4 * LINE_BYTES;

// @ts-ignore: decorator
@inline
export function panelRows<T>(): i32 {
  return <i32>(LINE_BYTES / sizeof<T>());
}

// @ts-ignore: decorator
@inline
export function panelBytes(columns: i32): usize {
  return (<usize>columns) * LINE_BYTES;
}

// @ts-ignore: decorator
@inline
export function panelCount<T>(rows: i32): i32 {
  return (rows + panelRows<T>() - 1) / panelRows<T>();
}

/** Panels of `rows` rows, the padding of the last one and the permitted over-read included. */
export function panelsBytes<T>(rows: i32, columns: i32): usize {
  return (<usize>panelCount<T>(rows)) * panelBytes(columns) + OVER_READ_BYTES;
}

/** One number a row, padded to whole panels. */
export function rowVectorBytes<T>(rows: i32): usize {
  return (<usize>panelCount<T>(rows)) * LINE_BYTES;
}

// @ts-ignore: decorator
@inline
export function blockPanels<T>(): i32 {
  return BLOCK_ROWS / panelRows<T>();
}

/**
 * What every kernel asserts as it is entered: that its pointers, given as their bitwise or, are multiples of 64, and
 * that there is no negative number of rows or columns. The debug build traps where a caller is at fault; the release
 * build has no asserts.
 */
// @ts-ignore: decorator
@inline
export function entered(pointers: usize, rows: i32, columns: i32): bool {
  return (pointers & 63) == 0 && (rows | columns) >= 0;
}
