/**
 * The ABI: one line per kernel and data type. Outputs, inputs, sizes, scalars; pointers in bytes, sizes in rows and columns.
 *
 * v is a row's label and weight in one number: s for y = 0, -s for y = 1, 0 for padding (dense/rowMath.ts). All sums are
 * added to what is at outPtr, in float64. Pointers are multiples of 64.
 */
import { backward, backwardWorkspaceBytes } from "./dense/backward";
import { epoch, epochRowsWorkspaceBytes, epochWorkspaceBytes } from "./dense/epoch";
import { forward } from "./dense/forward";
import { forwardRows } from "./dense/forwardRows";
import { hessian, hessianRows, hessianRowsWorkspaceBytes, hessianWorkspaceBytes } from "./dense/hessian";
import { moments } from "./dense/moments";
import { centre, pack } from "./dense/pack";
import { product, productRowsWorkspaceBytes, productWorkspaceBytes } from "./dense/product";
import { lossRows, sigmoidRows } from "./dense/rowMath";
import { BLOCK_ROWS, OVER_READ_BYTES, panelRows, panelsBytes, rowVectorBytes, SHARE_ROWS } from "./layout";

export function heap_base(): usize { return __heap_base; }
export function block_rows(): i32 { return BLOCK_ROWS; }
export function share_rows(): i32 { return SHARE_ROWS; }
export function over_read_bytes(): usize { return OVER_READ_BYTES; }
export function epoch_workspace_bytes(columns: i32): usize { return epochWorkspaceBytes(columns); }
export function epoch_rows_workspace_bytes(columns: i32): usize { return epochRowsWorkspaceBytes(columns); }
export function product_workspace_bytes(columns: i32): usize { return productWorkspaceBytes(columns); }
export function product_rows_workspace_bytes(columns: i32): usize { return productRowsWorkspaceBytes(columns); }
export function backward_workspace_bytes(columns: i32): usize { return backwardWorkspaceBytes(columns); }

export function panel_rows_f32(): i32 { return panelRows<f32>(); }
export function panel_rows_f64(): i32 { return panelRows<f64>(); }
export function panels_bytes_f32(rows: i32, columns: i32): usize { return panelsBytes<f32>(rows, columns); }
export function panels_bytes_f64(rows: i32, columns: i32): usize { return panelsBytes<f64>(rows, columns); }
export function row_vector_bytes_f32(rows: i32): usize { return rowVectorBytes<f32>(rows); }
export function row_vector_bytes_f64(rows: i32): usize { return rowVectorBytes<f64>(rows); }
export function hessian_workspace_bytes_f32(): usize { return hessianWorkspaceBytes<f32>(); }
export function hessian_workspace_bytes_f64(): usize { return hessianWorkspaceBytes<f64>(); }
export function hessian_rows_workspace_bytes_f32(columns: i32): usize { return hessianRowsWorkspaceBytes<f32>(columns); }
export function hessian_rows_workspace_bytes_f64(columns: i32): usize { return hessianRowsWorkspaceBytes<f64>(columns); }

export function moments_rows_f32(outPtr: usize, rowsPtr: usize, vPtr: usize, shiftPtr: usize, rows: i32, columns: i32): void { moments<f32>(outPtr, rowsPtr, vPtr, shiftPtr, rows, columns); }
export function moments_rows_f64(outPtr: usize, rowsPtr: usize, vPtr: usize, shiftPtr: usize, rows: i32, columns: i32): void { moments<f64>(outPtr, rowsPtr, vPtr, shiftPtr, rows, columns); }
export function pack_dense_f32(panelsPtr: usize, rowsPtr: usize, centrePtr: usize, scalePtr: usize, rows: i32, columns: i32): void { pack<f32>(panelsPtr, rowsPtr, centrePtr, scalePtr, rows, columns); }
export function pack_dense_f64(panelsPtr: usize, rowsPtr: usize, centrePtr: usize, scalePtr: usize, rows: i32, columns: i32): void { pack<f64>(panelsPtr, rowsPtr, centrePtr, scalePtr, rows, columns); }
export function centre_dense_f32(panelsPtr: usize, centrePtr: usize, scalePtr: usize, rows: i32, columns: i32): void { centre<f32>(panelsPtr, centrePtr, scalePtr, rows, columns); }
export function centre_dense_f64(panelsPtr: usize, centrePtr: usize, scalePtr: usize, rows: i32, columns: i32): void { centre<f64>(panelsPtr, centrePtr, scalePtr, rows, columns); }
export function forward_dense_f32(zPtr: usize, panelsPtr: usize, wPtr: usize, rows: i32, columns: i32, b: f64): void { forward<f32>(zPtr, panelsPtr, wPtr, rows, columns, b); }
export function forward_dense_f64(zPtr: usize, panelsPtr: usize, wPtr: usize, rows: i32, columns: i32, b: f64): void { forward<f64>(zPtr, panelsPtr, wPtr, rows, columns, b); }
export function forward_rows_f32(zPtr: usize, rowsPtr: usize, wPtr: usize, rows: i32, columns: i32, b: f64): void { forwardRows<f32>(zPtr, rowsPtr, wPtr, rows, columns, b); }
export function forward_rows_f64(zPtr: usize, rowsPtr: usize, wPtr: usize, rows: i32, columns: i32, b: f64): void { forwardRows<f64>(zPtr, rowsPtr, wPtr, rows, columns, b); }
export function sigmoid_f32(aPtr: usize, zPtr: usize, rows: i32): void { sigmoidRows<f32>(aPtr, zPtr, rows); }
export function sigmoid_f64(aPtr: usize, zPtr: usize, rows: i32): void { sigmoidRows<f64>(aPtr, zPtr, rows); }
export function loss_f32(zPtr: usize, vPtr: usize, rows: i32): f64 { return lossRows<f32>(zPtr, vPtr, rows); }
export function loss_f64(zPtr: usize, vPtr: usize, rows: i32): f64 { return lossRows<f64>(zPtr, vPtr, rows); }
export function backward_dense_f32(outPtr: usize, workspacePtr: usize, panelsPtr: usize, dzPtr: usize, rows: i32, columns: i32): void { backward<f32>(outPtr, workspacePtr, panelsPtr, dzPtr, rows, columns); }
export function backward_dense_f64(outPtr: usize, workspacePtr: usize, panelsPtr: usize, dzPtr: usize, rows: i32, columns: i32): void { backward<f64>(outPtr, workspacePtr, panelsPtr, dzPtr, rows, columns); }
export function epoch_dense_f32(outPtr: usize, workspacePtr: usize, panelsPtr: usize, vPtr: usize, wPtr: usize, rows: i32, columns: i32, b: f64, unit: bool, inStep: bool): void { epoch<f32>(outPtr, workspacePtr, panelsPtr, vPtr, wPtr, 0, 0, rows, columns, b, unit, inStep); }
export function epoch_dense_f64(outPtr: usize, workspacePtr: usize, panelsPtr: usize, vPtr: usize, wPtr: usize, rows: i32, columns: i32, b: f64, unit: bool, inStep: bool): void { epoch<f64>(outPtr, workspacePtr, panelsPtr, vPtr, wPtr, 0, 0, rows, columns, b, unit, inStep); }
export function epoch_rows_f32(outPtr: usize, workspacePtr: usize, rowsPtr: usize, vPtr: usize, wPtr: usize, centrePtr: usize, scalePtr: usize, rows: i32, columns: i32, b: f64, unit: bool): void { epoch<f32>(outPtr, workspacePtr, rowsPtr, vPtr, wPtr, centrePtr, scalePtr, rows, columns, b, unit, true); }
export function epoch_rows_f64(outPtr: usize, workspacePtr: usize, rowsPtr: usize, vPtr: usize, wPtr: usize, centrePtr: usize, scalePtr: usize, rows: i32, columns: i32, b: f64, unit: bool): void { epoch<f64>(outPtr, workspacePtr, rowsPtr, vPtr, wPtr, centrePtr, scalePtr, rows, columns, b, unit, true); }
export function hessian_dense_f32(outPtr: usize, workspacePtr: usize, panelsPtr: usize, vPtr: usize, wPtr: usize, rows: i32, columns: i32, b: f64): void { hessian<f32>(outPtr, workspacePtr, panelsPtr, vPtr, wPtr, rows, columns, b); }
export function hessian_dense_f64(outPtr: usize, workspacePtr: usize, panelsPtr: usize, vPtr: usize, wPtr: usize, rows: i32, columns: i32, b: f64): void { hessian<f64>(outPtr, workspacePtr, panelsPtr, vPtr, wPtr, rows, columns, b); }
export function hessian_rows_f32(outPtr: usize, workspacePtr: usize, rowsPtr: usize, vPtr: usize, wPtr: usize, centrePtr: usize, scalePtr: usize, rows: i32, columns: i32, b: f64): void { hessianRows<f32>(outPtr, workspacePtr, rowsPtr, vPtr, wPtr, centrePtr, scalePtr, rows, columns, b); }
export function hessian_rows_f64(outPtr: usize, workspacePtr: usize, rowsPtr: usize, vPtr: usize, wPtr: usize, centrePtr: usize, scalePtr: usize, rows: i32, columns: i32, b: f64): void { hessianRows<f64>(outPtr, workspacePtr, rowsPtr, vPtr, wPtr, centrePtr, scalePtr, rows, columns, b); }
export function product_dense_f32(outPtr: usize, workspacePtr: usize, panelsPtr: usize, vPtr: usize, wPtr: usize, rPtr: usize, rows: i32, columns: i32, b: f64, c: f64): void { product<f32>(outPtr, workspacePtr, panelsPtr, vPtr, wPtr, rPtr, 0, 0, rows, columns, b, c); }
export function product_dense_f64(outPtr: usize, workspacePtr: usize, panelsPtr: usize, vPtr: usize, wPtr: usize, rPtr: usize, rows: i32, columns: i32, b: f64, c: f64): void { product<f64>(outPtr, workspacePtr, panelsPtr, vPtr, wPtr, rPtr, 0, 0, rows, columns, b, c); }
export function product_rows_f32(outPtr: usize, workspacePtr: usize, rowsPtr: usize, vPtr: usize, wPtr: usize, rPtr: usize, centrePtr: usize, scalePtr: usize, rows: i32, columns: i32, b: f64, c: f64): void { product<f32>(outPtr, workspacePtr, rowsPtr, vPtr, wPtr, rPtr, centrePtr, scalePtr, rows, columns, b, c); }
export function product_rows_f64(outPtr: usize, workspacePtr: usize, rowsPtr: usize, vPtr: usize, wPtr: usize, rPtr: usize, centrePtr: usize, scalePtr: usize, rows: i32, columns: i32, b: f64, c: f64): void { product<f64>(outPtr, workspacePtr, rowsPtr, vPtr, wPtr, rPtr, centrePtr, scalePtr, rows, columns, b, c); }
