/**
 * The part of the ABI that the mathematics calls: the layout, packing, forward and backward propagation, sigmoid and
 * loss. index.ts says what all parts have in common.
 */
import { backward, backwardWorkspaceBytes } from "./panels/backward";
import { forward } from "./panels/forward";
import { forwardRows } from "./panels/forwardRows";
import { centre, pack } from "./panels/pack";
import { lossRows, sigmoidRows } from "./panels/rowMath";
import { BLOCK_ROWS, OVER_READ_BYTES, panelRows, panelsBytes, rowVectorBytes, SHARE_ROWS } from "./layout";

export function heap_base(): usize { return __heap_base; }
export function block_rows(): i32 { return BLOCK_ROWS; }
export function share_rows(): i32 { return SHARE_ROWS; }
export function over_read_bytes(): usize { return OVER_READ_BYTES; }
export function backward_workspace_bytes(columns: i32): usize { return backwardWorkspaceBytes(columns); }

export function panel_rows_f32(): i32 { return panelRows<f32>(); }
export function panel_rows_f64(): i32 { return panelRows<f64>(); }
export function panels_bytes_f32(rows: i32, columns: i32): usize { return panelsBytes<f32>(rows, columns); }
export function panels_bytes_f64(rows: i32, columns: i32): usize { return panelsBytes<f64>(rows, columns); }
export function row_vector_bytes_f32(rows: i32): usize { return rowVectorBytes<f32>(rows); }
export function row_vector_bytes_f64(rows: i32): usize { return rowVectorBytes<f64>(rows); }

export function pack_panels_f32(panelsPtr: usize, rowsPtr: usize, centrePtr: usize, scalePtr: usize, rows: i32, columns: i32): void { pack<f32>(panelsPtr, rowsPtr, centrePtr, scalePtr, rows, columns); }
export function pack_panels_f64(panelsPtr: usize, rowsPtr: usize, centrePtr: usize, scalePtr: usize, rows: i32, columns: i32): void { pack<f64>(panelsPtr, rowsPtr, centrePtr, scalePtr, rows, columns); }
export function centre_panels_f32(panelsPtr: usize, centrePtr: usize, scalePtr: usize, rows: i32, columns: i32): void { centre<f32>(panelsPtr, centrePtr, scalePtr, rows, columns); }
export function centre_panels_f64(panelsPtr: usize, centrePtr: usize, scalePtr: usize, rows: i32, columns: i32): void { centre<f64>(panelsPtr, centrePtr, scalePtr, rows, columns); }
export function forward_panels_f32(zPtr: usize, panelsPtr: usize, wPtr: usize, rows: i32, columns: i32, b: f64): void { forward<f32>(zPtr, panelsPtr, wPtr, rows, columns, b); }
export function forward_panels_f64(zPtr: usize, panelsPtr: usize, wPtr: usize, rows: i32, columns: i32, b: f64): void { forward<f64>(zPtr, panelsPtr, wPtr, rows, columns, b); }
export function forward_rows_f32(zPtr: usize, rowsPtr: usize, wPtr: usize, rows: i32, columns: i32, b: f64): void { forwardRows<f32>(zPtr, rowsPtr, wPtr, rows, columns, b); }
export function forward_rows_f64(zPtr: usize, rowsPtr: usize, wPtr: usize, rows: i32, columns: i32, b: f64): void { forwardRows<f64>(zPtr, rowsPtr, wPtr, rows, columns, b); }
export function sigmoid_f32(aPtr: usize, zPtr: usize, rows: i32): void { sigmoidRows<f32>(aPtr, zPtr, rows); }
export function sigmoid_f64(aPtr: usize, zPtr: usize, rows: i32): void { sigmoidRows<f64>(aPtr, zPtr, rows); }
export function loss_f32(zPtr: usize, vPtr: usize, rows: i32): f64 { return lossRows<f32>(zPtr, vPtr, rows); }
export function loss_f64(zPtr: usize, vPtr: usize, rows: i32): f64 { return lossRows<f64>(zPtr, vPtr, rows); }
export function backward_panels_f32(outPtr: usize, workspacePtr: usize, panelsPtr: usize, dzPtr: usize, rows: i32, columns: i32): void { backward<f32>(outPtr, workspacePtr, panelsPtr, dzPtr, rows, columns); }
export function backward_panels_f64(outPtr: usize, workspacePtr: usize, panelsPtr: usize, dzPtr: usize, rows: i32, columns: i32): void { backward<f64>(outPtr, workspacePtr, panelsPtr, dzPtr, rows, columns); }
