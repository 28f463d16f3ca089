/**
 * Every kernel as a function of arrays: lays the arguments out in an arena, calls, checks that only the outputs have changed, and
 * copies them. The buffers have exactly the sizes that the ABI asks for, and padding as its callers promise it.
 */

import type { Precision } from "../../../src/types.ts";
import { instantiateKernel } from "../../../src/wasm/instantiate.ts";
import { mathematics, solvers } from "../../../src/wasm/kernelParts.ts";
import type { Numbers } from "../reference/arithmetic.ts";
import { pack } from "../reference/pack.ts";
import type { Rows } from "../reference/rows.ts";
import { Arena } from "./arena.ts";
import { arithmeticFor, directionOf, type Problem, padded } from "./problem.ts";

const memory = new WebAssembly.Memory({ initial: 1 });

/** All parts of the kernel, on one memory. */
export const kernel = {
  memory,
  ...instantiateKernel(mathematics, memory),
  ...instantiateKernel(solvers, memory),
};

/** Rows of a panel: 16 in f32, 8 in f64. */
export function panelRows(precision: Precision): number {
  return kernel[`panel_rows_${precision}` as const]();
}

function wholePanels(precision: Precision, rows: number): number {
  return Math.ceil(rows / panelRows(precision)) * panelRows(precision);
}

/** Row-major rows, zeros up to whole panels. */
function paddedRows(precision: Precision, X: Rows): Numbers {
  return padded(X.data, wholePanels(precision, X.rows) * X.columns);
}

function paddedVector(precision: Precision, x: Numbers): Numbers {
  return padded(x, wholePanels(precision, x.length));
}

/** X in panels as it is, by the reference: a kernel is not to be tested on what another kernel wrote. */
export function panelsOf(precision: Precision, X: Rows): Numbers {
  const { zeros } = arithmeticFor(precision);
  return pack(X, zeros(X.columns), zeros(X.columns).fill(1));
}

export function callMoments(
  precision: Precision,
  X: Rows,
  v: Numbers | undefined,
  shift: Float64Array,
  out: Float64Array,
): Float64Array {
  const arena = new Arena(kernel, precision);
  const outPtr = arena.record("out", out);
  const [rowsPtr, shiftPtr] = [arena.input(X.data), arena.input(shift)];
  const vPtr = v === undefined ? 0 : arena.input(v);
  arena.call(() => kernel[`moments_rows_${precision}` as const](outPtr, rowsPtr, vPtr, shiftPtr, X.rows, X.columns));
  return arena.readRecord(outPtr, out.length);
}

export function callPack({ precision, X, centre, scale }: Problem): Numbers {
  const arena = new Arena(kernel, precision);
  const { over_read_bytes } = kernel;
  const bytes = kernel[`panels_bytes_${precision}` as const](X.rows, X.columns) - over_read_bytes();
  const panelsPtr = arena.output("panels", bytes);
  const rowsPtr = arena.input(paddedRows(precision, X));
  const [centrePtr, scalePtr] = [arena.input(centre), arena.input(scale)];
  arena.call(() =>
    kernel[`pack_panels_${precision}` as const](panelsPtr, rowsPtr, centrePtr, scalePtr, X.rows, X.columns),
  );
  return arena.read(precision, panelsPtr, wholePanels(precision, X.rows) * X.columns);
}

export function callCentre({ precision, X, centre, scale }: Problem): Numbers {
  const arena = new Arena(kernel, precision);
  const panels = panelsOf(precision, X);
  const panelsPtr = arena.record("panels", panels);
  const [centrePtr, scalePtr] = [arena.input(centre), arena.input(scale)];
  arena.call(() => kernel[`centre_panels_${precision}` as const](panelsPtr, centrePtr, scalePtr, X.rows, X.columns));
  return arena.read(precision, panelsPtr, panels.length);
}

export function callForward({ precision, X, w, b }: Problem): Numbers {
  const arena = new Arena(kernel, precision);
  const zPtr = arena.output("z", kernel[`row_vector_bytes_${precision}` as const](X.rows));
  const [panelsPtr, wPtr] = [arena.input(panelsOf(precision, X)), arena.input(w)];
  arena.call(() => kernel[`forward_panels_${precision}` as const](zPtr, panelsPtr, wPtr, X.rows, X.columns, b));
  return arena.read(precision, zPtr, X.rows);
}

/** The rows are padded to a multiple of eight with NaN, which no row of X may see. */
export function callForwardRows(precision: Precision, X: Rows, w: Float64Array, b: number): Float64Array {
  const arena = new Arena(kernel, precision);
  const rows = Math.ceil(X.rows / 8) * 8;
  const zPtr = arena.output("z", rows * 8);
  const [rowsPtr, wPtr] = [arena.input(padded(X.data, rows * X.columns, Number.NaN)), arena.input(w)];
  arena.call(() => kernel[`forward_rows_${precision}` as const](zPtr, rowsPtr, wPtr, X.rows, X.columns, b));
  return arena.readRecord(zPtr, X.rows);
}

export function callSigmoid(precision: Precision, z: Numbers): Numbers {
  const arena = new Arena(kernel, precision);
  const aPtr = arena.output("a", kernel[`row_vector_bytes_${precision}` as const](z.length));
  const zPtr = arena.input(paddedVector(precision, z));
  arena.call(() => kernel[`sigmoid_${precision}` as const](aPtr, zPtr, z.length));
  return arena.read(precision, aPtr, z.length);
}

export function callLoss(precision: Precision, z: Numbers, v: Numbers): Float64Array {
  const arena = new Arena(kernel, precision);
  const [zPtr, vPtr] = [arena.input(paddedVector(precision, z)), arena.input(paddedVector(precision, v))];
  return Float64Array.of(arena.call(() => kernel[`loss_${precision}` as const](zPtr, vPtr, z.length)));
}

export function callBackward(precision: Precision, X: Rows, dz: Numbers, out: Float64Array): Float64Array {
  const arena = new Arena(kernel, precision);
  const outPtr = arena.record("out", out);
  const workspacePtr = arena.output("workspace", kernel.backward_workspace_bytes(X.columns));
  const [panelsPtr, dzPtr] = [arena.input(panelsOf(precision, X)), arena.input(paddedVector(precision, dz))];
  arena.call(() =>
    kernel[`backward_panels_${precision}` as const](outPtr, workspacePtr, panelsPtr, dzPtr, X.rows, X.columns),
  );
  return arena.readRecord(outPtr, out.length);
}

/** `inStep` is about speed and must not be seen in the bits. */
export function callEpoch({ precision, X, v, w, b, unit }: Problem, inStep: boolean, out: Float64Array): Float64Array {
  const arena = new Arena(kernel, precision);
  const outPtr = arena.record("out", out);
  const workspacePtr = arena.output("workspace", kernel.epoch_workspace_bytes(X.columns));
  const panelsPtr = arena.input(panelsOf(precision, X));
  const [vPtr, wPtr] = [arena.input(paddedVector(precision, v)), arena.input(w)];
  const epoch = kernel[`epoch_panels_${precision}` as const];
  arena.call(() => epoch(outPtr, workspacePtr, panelsPtr, vPtr, wPtr, X.rows, X.columns, b, unit, inStep));
  return arena.readRecord(outPtr, out.length);
}

/** Centres X on the way. */
export function callEpochRows(problem: Problem, out: Float64Array): Float64Array {
  const { precision, X, v, w, b, centre, scale, unit } = problem;
  const arena = new Arena(kernel, precision);
  const outPtr = arena.record("out", out);
  const workspacePtr = arena.output("workspace", kernel.epoch_rows_workspace_bytes(X.columns));
  const rowsPtr = arena.input(paddedRows(precision, X));
  const [vPtr, wPtr] = [arena.input(paddedVector(precision, v)), arena.input(w)];
  const [centrePtr, scalePtr] = [arena.input(centre), arena.input(scale)];
  const epoch = kernel[`epoch_rows_${precision}` as const];
  arena.call(() => epoch(outPtr, workspacePtr, rowsPtr, vPtr, wPtr, centrePtr, scalePtr, X.rows, X.columns, b, unit));
  return arena.readRecord(outPtr, out.length);
}

export function callHessian({ precision, X, v, w, b }: Problem, out: Float64Array): Float64Array {
  const arena = new Arena(kernel, precision);
  const outPtr = arena.record("out", out);
  const workspacePtr = arena.output("workspace", kernel[`hessian_workspace_bytes_${precision}` as const]());
  const panelsPtr = arena.input(panelsOf(precision, X));
  const [vPtr, wPtr] = [arena.input(paddedVector(precision, v)), arena.input(w)];
  const hessian = kernel[`hessian_panels_${precision}` as const];
  arena.call(() => hessian(outPtr, workspacePtr, panelsPtr, vPtr, wPtr, X.rows, X.columns, b));
  return arena.readRecord(outPtr, out.length);
}

/** Centres X on the way. */
export function callHessianRows({ precision, X, v, w, b, centre, scale }: Problem, out: Float64Array): Float64Array {
  const arena = new Arena(kernel, precision);
  const outPtr = arena.record("out", out);
  const bytes = kernel[`hessian_rows_workspace_bytes_${precision}` as const](X.columns);
  const workspacePtr = arena.output("workspace", bytes);
  const rowsPtr = arena.input(paddedRows(precision, X));
  const [vPtr, wPtr] = [arena.input(paddedVector(precision, v)), arena.input(w)];
  const [centrePtr, scalePtr] = [arena.input(centre), arena.input(scale)];
  const hessian = kernel[`hessian_rows_${precision}` as const];
  arena.call(() => hessian(outPtr, workspacePtr, rowsPtr, vPtr, wPtr, centrePtr, scalePtr, X.rows, X.columns, b));
  return arena.readRecord(outPtr, out.length);
}

export function callProduct(problem: Problem, out: Float64Array, direction = directionOf(problem)): Float64Array {
  const { precision, X, v, w, b } = problem;
  const arena = new Arena(kernel, precision);
  const outPtr = arena.record("out", out);
  const workspacePtr = arena.output("workspace", kernel.product_workspace_bytes(X.columns));
  const panelsPtr = arena.input(panelsOf(precision, X));
  const [vPtr, wPtr, rPtr] = [arena.input(paddedVector(precision, v)), arena.input(w), arena.input(direction.r)];
  const product = kernel[`product_panels_${precision}` as const];
  arena.call(() => product(outPtr, workspacePtr, panelsPtr, vPtr, wPtr, rPtr, X.rows, X.columns, b, direction.c));
  return arena.readRecord(outPtr, out.length);
}

/** Centres X on the way. */
export function callProductRows(problem: Problem, out: Float64Array, direction = directionOf(problem)): Float64Array {
  const { precision, X, v, w, b, centre, scale } = problem;
  const { r, c } = direction;
  const arena = new Arena(kernel, precision);
  const outPtr = arena.record("out", out);
  const workspacePtr = arena.output("workspace", kernel.product_rows_workspace_bytes(X.columns));
  const rowsPtr = arena.input(paddedRows(precision, X));
  const [vPtr, wPtr, rPtr] = [arena.input(paddedVector(precision, v)), arena.input(w), arena.input(r)];
  const [centrePtr, scalePtr] = [arena.input(centre), arena.input(scale)];
  const product = kernel[`product_rows_${precision}` as const];
  arena.call(() =>
    product(outPtr, workspacePtr, rowsPtr, vPtr, wPtr, rPtr, centrePtr, scalePtr, X.rows, X.columns, b, c),
  );
  return arena.readRecord(outPtr, out.length);
}
