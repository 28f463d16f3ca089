/**
 * The Hessian of sparse rows, intercept included, times (r, c), from the curvature d of each row:
 *
 *     t = Xr + c        out[0] += sum d t        out[1 + j] += sum x_j (d t)
 *
 * d is kept from one product to the next, unlike that of dense rows: z would be a second gather for each non-zero, and
 * a step of Newton's method asks for many products at one point. Orders of addition: those of forward.ts and
 * backward.ts.
 */
import { BLOCK_ROWS, LINE_BYTES, entered, panelCount, panelRows } from "../layout";
import { curvature } from "../panels/rowMath";
import { addRowSums, backwardSome } from "./backward";
import { enteredSparse } from "./entries";
import { padPanel } from "./epoch";
import { forwardSome } from "./forward";

/** d = |v| a (1 - a) from z, both padded to whole panels; may be the same place. */
export function curvatureRows(dPtr: usize, zPtr: usize, vPtr: usize, rows: i32): void {
  assert(entered(dPtr | zPtr | vPtr, rows, 0));
  if (rows > 0) curvature<f64>(dPtr, zPtr, vPtr, panelCount<f64>(rows));
}

/** Adds the product over `rows` rows, which begin at a block boundary of their share, to out. */
export function product<V, I>(
  outPtr: usize, workspacePtr: usize, indptrPtr: usize, indicesPtr: usize, dataPtr: usize, dPtr: usize, rPtr: usize,
  rows: i32, columns: i32, c: f64,
): void {
  assert(enteredSparse(outPtr | workspacePtr | indicesPtr | dataPtr | dPtr | rPtr, indptrPtr, rows, columns));
  while (rows > 0) {
    const block = min(BLOCK_ROWS, rows);
    rows -= block;
    let t = workspacePtr;
    let left = block;
    do {
      const some = min(panelRows<f64>(), left);
      padPanel(t, some);
      forwardSome<V, I>(t, indptrPtr, indicesPtr, dataPtr, rPtr, 0, some, columns, c);
      for (let at: usize = 0; at < ((<usize>some) << 3); at += 8) {
        store<f64>(t + at, load<f64>(dPtr + at) * load<f64>(t + at));
      }
      backwardSome<V, I>(outPtr + 8, indptrPtr, indicesPtr, dataPtr, t, some, columns);
      indptrPtr += (<usize>some) << 2;
      dPtr += LINE_BYTES;
      t += LINE_BYTES;
      left -= some;
    } while (left > 0);
    addRowSums(outPtr, workspacePtr, block);
  }
}
