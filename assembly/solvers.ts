/**
 * The part of the ABI that solvers call: moments, and the sums over rows that answer a question about a point. index.ts
 * says what all parts have in common.
 */
import { epoch, epochRowsWorkspaceBytes, epochWorkspaceBytes } from "./panels/epoch";
import { hessian, hessianRows, hessianRowsWorkspaceBytes, hessianWorkspaceBytes } from "./panels/hessian";
import { moments } from "./panels/moments";
import { product, productRowsWorkspaceBytes, productWorkspaceBytes } from "./panels/product";

export function epoch_workspace_bytes(columns: i32): usize { return epochWorkspaceBytes(columns); }
export function epoch_rows_workspace_bytes(columns: i32): usize { return epochRowsWorkspaceBytes(columns); }
export function product_workspace_bytes(columns: i32): usize { return productWorkspaceBytes(columns); }
export function product_rows_workspace_bytes(columns: i32): usize { return productRowsWorkspaceBytes(columns); }

export function hessian_workspace_bytes_f32(): usize { return hessianWorkspaceBytes<f32>(); }
export function hessian_workspace_bytes_f64(): usize { return hessianWorkspaceBytes<f64>(); }
export function hessian_rows_workspace_bytes_f32(columns: i32): usize { return hessianRowsWorkspaceBytes<f32>(columns); }
export function hessian_rows_workspace_bytes_f64(columns: i32): usize { return hessianRowsWorkspaceBytes<f64>(columns); }

export function moments_rows_f32(outPtr: usize, rowsPtr: usize, vPtr: usize, shiftPtr: usize, rows: i32, columns: i32): void { moments<f32>(outPtr, rowsPtr, vPtr, shiftPtr, rows, columns); }
export function moments_rows_f64(outPtr: usize, rowsPtr: usize, vPtr: usize, shiftPtr: usize, rows: i32, columns: i32): void { moments<f64>(outPtr, rowsPtr, vPtr, shiftPtr, rows, columns); }
export function epoch_panels_f32(outPtr: usize, workspacePtr: usize, panelsPtr: usize, vPtr: usize, wPtr: usize, rows: i32, columns: i32, b: f64, unit: bool, inStep: bool): void { epoch<f32>(outPtr, workspacePtr, panelsPtr, vPtr, wPtr, 0, 0, rows, columns, b, unit, inStep); }
export function epoch_panels_f64(outPtr: usize, workspacePtr: usize, panelsPtr: usize, vPtr: usize, wPtr: usize, rows: i32, columns: i32, b: f64, unit: bool, inStep: bool): void { epoch<f64>(outPtr, workspacePtr, panelsPtr, vPtr, wPtr, 0, 0, rows, columns, b, unit, inStep); }
export function epoch_rows_f32(outPtr: usize, workspacePtr: usize, rowsPtr: usize, vPtr: usize, wPtr: usize, centrePtr: usize, scalePtr: usize, rows: i32, columns: i32, b: f64, unit: bool): void { epoch<f32>(outPtr, workspacePtr, rowsPtr, vPtr, wPtr, centrePtr, scalePtr, rows, columns, b, unit, true); }
export function epoch_rows_f64(outPtr: usize, workspacePtr: usize, rowsPtr: usize, vPtr: usize, wPtr: usize, centrePtr: usize, scalePtr: usize, rows: i32, columns: i32, b: f64, unit: bool): void { epoch<f64>(outPtr, workspacePtr, rowsPtr, vPtr, wPtr, centrePtr, scalePtr, rows, columns, b, unit, true); }
export function hessian_panels_f32(outPtr: usize, workspacePtr: usize, panelsPtr: usize, vPtr: usize, wPtr: usize, rows: i32, columns: i32, b: f64): void { hessian<f32>(outPtr, workspacePtr, panelsPtr, vPtr, wPtr, rows, columns, b); }
export function hessian_panels_f64(outPtr: usize, workspacePtr: usize, panelsPtr: usize, vPtr: usize, wPtr: usize, rows: i32, columns: i32, b: f64): void { hessian<f64>(outPtr, workspacePtr, panelsPtr, vPtr, wPtr, rows, columns, b); }
export function hessian_rows_f32(outPtr: usize, workspacePtr: usize, rowsPtr: usize, vPtr: usize, wPtr: usize, centrePtr: usize, scalePtr: usize, rows: i32, columns: i32, b: f64): void { hessianRows<f32>(outPtr, workspacePtr, rowsPtr, vPtr, wPtr, centrePtr, scalePtr, rows, columns, b); }
export function hessian_rows_f64(outPtr: usize, workspacePtr: usize, rowsPtr: usize, vPtr: usize, wPtr: usize, centrePtr: usize, scalePtr: usize, rows: i32, columns: i32, b: f64): void { hessianRows<f64>(outPtr, workspacePtr, rowsPtr, vPtr, wPtr, centrePtr, scalePtr, rows, columns, b); }
export function product_panels_f32(outPtr: usize, workspacePtr: usize, panelsPtr: usize, vPtr: usize, wPtr: usize, rPtr: usize, rows: i32, columns: i32, b: f64, c: f64): void { product<f32>(outPtr, workspacePtr, panelsPtr, vPtr, wPtr, rPtr, 0, 0, rows, columns, b, c); }
export function product_panels_f64(outPtr: usize, workspacePtr: usize, panelsPtr: usize, vPtr: usize, wPtr: usize, rPtr: usize, rows: i32, columns: i32, b: f64, c: f64): void { product<f64>(outPtr, workspacePtr, panelsPtr, vPtr, wPtr, rPtr, 0, 0, rows, columns, b, c); }
export function product_rows_f32(outPtr: usize, workspacePtr: usize, rowsPtr: usize, vPtr: usize, wPtr: usize, rPtr: usize, centrePtr: usize, scalePtr: usize, rows: i32, columns: i32, b: f64, c: f64): void { product<f32>(outPtr, workspacePtr, rowsPtr, vPtr, wPtr, rPtr, centrePtr, scalePtr, rows, columns, b, c); }
export function product_rows_f64(outPtr: usize, workspacePtr: usize, rowsPtr: usize, vPtr: usize, wPtr: usize, rPtr: usize, centrePtr: usize, scalePtr: usize, rows: i32, columns: i32, b: f64, c: f64): void { product<f64>(outPtr, workspacePtr, rowsPtr, vPtr, wPtr, rPtr, centrePtr, scalePtr, rows, columns, b, c); }
