/**
 * The kernel of sparse rows (CSR), a WebAssembly module of its own, which is downloaded and compiled only where there
 * are sparse rows. Like all parts it works on the memory that it imports, and has neither static data nor state.
 *
 * One line per kernel, type of values (f32, f64, or ones: no values, every non-zero is 1) and type of indices. Outputs,
 * inputs, sizes, scalars, as in index.ts. Everything that is not a value or an index is float64. sparse/entries.ts has
 * the layout.
 */
import { backward } from "./sparse/backward";
import { Ones } from "./sparse/entries";
import { epoch, sparseWorkspaceBytes } from "./sparse/epoch";
import { forward } from "./sparse/forward";
import { hessian } from "./sparse/hessian";
import { moments } from "./sparse/moments";
import { curvatureRows, product } from "./sparse/product";

export function sparse_workspace_bytes(): usize { return sparseWorkspaceBytes(); }
export function curvature_rows(dPtr: usize, zPtr: usize, vPtr: usize, rows: i32): void { curvatureRows(dPtr, zPtr, vPtr, rows); }

export function forward_f32_u16(zPtr: usize, indptrPtr: usize, indicesPtr: usize, dataPtr: usize, wPtr: usize, offsetPtr: usize, rows: i32, columns: i32, b: f64): void { forward<f32, u16>(zPtr, indptrPtr, indicesPtr, dataPtr, wPtr, offsetPtr, rows, columns, b); }
export function forward_f32_u32(zPtr: usize, indptrPtr: usize, indicesPtr: usize, dataPtr: usize, wPtr: usize, offsetPtr: usize, rows: i32, columns: i32, b: f64): void { forward<f32, u32>(zPtr, indptrPtr, indicesPtr, dataPtr, wPtr, offsetPtr, rows, columns, b); }
export function forward_f64_u16(zPtr: usize, indptrPtr: usize, indicesPtr: usize, dataPtr: usize, wPtr: usize, offsetPtr: usize, rows: i32, columns: i32, b: f64): void { forward<f64, u16>(zPtr, indptrPtr, indicesPtr, dataPtr, wPtr, offsetPtr, rows, columns, b); }
export function forward_f64_u32(zPtr: usize, indptrPtr: usize, indicesPtr: usize, dataPtr: usize, wPtr: usize, offsetPtr: usize, rows: i32, columns: i32, b: f64): void { forward<f64, u32>(zPtr, indptrPtr, indicesPtr, dataPtr, wPtr, offsetPtr, rows, columns, b); }
export function forward_ones_u16(zPtr: usize, indptrPtr: usize, indicesPtr: usize, dataPtr: usize, wPtr: usize, offsetPtr: usize, rows: i32, columns: i32, b: f64): void { forward<Ones, u16>(zPtr, indptrPtr, indicesPtr, dataPtr, wPtr, offsetPtr, rows, columns, b); }
export function forward_ones_u32(zPtr: usize, indptrPtr: usize, indicesPtr: usize, dataPtr: usize, wPtr: usize, offsetPtr: usize, rows: i32, columns: i32, b: f64): void { forward<Ones, u32>(zPtr, indptrPtr, indicesPtr, dataPtr, wPtr, offsetPtr, rows, columns, b); }
export function backward_f32_u16(outPtr: usize, indptrPtr: usize, indicesPtr: usize, dataPtr: usize, dzPtr: usize, rows: i32, columns: i32): void { backward<f32, u16>(outPtr, indptrPtr, indicesPtr, dataPtr, dzPtr, rows, columns); }
export function backward_f32_u32(outPtr: usize, indptrPtr: usize, indicesPtr: usize, dataPtr: usize, dzPtr: usize, rows: i32, columns: i32): void { backward<f32, u32>(outPtr, indptrPtr, indicesPtr, dataPtr, dzPtr, rows, columns); }
export function backward_f64_u16(outPtr: usize, indptrPtr: usize, indicesPtr: usize, dataPtr: usize, dzPtr: usize, rows: i32, columns: i32): void { backward<f64, u16>(outPtr, indptrPtr, indicesPtr, dataPtr, dzPtr, rows, columns); }
export function backward_f64_u32(outPtr: usize, indptrPtr: usize, indicesPtr: usize, dataPtr: usize, dzPtr: usize, rows: i32, columns: i32): void { backward<f64, u32>(outPtr, indptrPtr, indicesPtr, dataPtr, dzPtr, rows, columns); }
export function backward_ones_u16(outPtr: usize, indptrPtr: usize, indicesPtr: usize, dataPtr: usize, dzPtr: usize, rows: i32, columns: i32): void { backward<Ones, u16>(outPtr, indptrPtr, indicesPtr, dataPtr, dzPtr, rows, columns); }
export function backward_ones_u32(outPtr: usize, indptrPtr: usize, indicesPtr: usize, dataPtr: usize, dzPtr: usize, rows: i32, columns: i32): void { backward<Ones, u32>(outPtr, indptrPtr, indicesPtr, dataPtr, dzPtr, rows, columns); }
export function epoch_f32_u16(outPtr: usize, workspacePtr: usize, indptrPtr: usize, indicesPtr: usize, dataPtr: usize, vPtr: usize, wPtr: usize, offsetPtr: usize, rows: i32, columns: i32, b: f64, unit: bool): void { epoch<f32, u16>(outPtr, workspacePtr, indptrPtr, indicesPtr, dataPtr, vPtr, wPtr, offsetPtr, rows, columns, b, unit); }
export function epoch_f32_u32(outPtr: usize, workspacePtr: usize, indptrPtr: usize, indicesPtr: usize, dataPtr: usize, vPtr: usize, wPtr: usize, offsetPtr: usize, rows: i32, columns: i32, b: f64, unit: bool): void { epoch<f32, u32>(outPtr, workspacePtr, indptrPtr, indicesPtr, dataPtr, vPtr, wPtr, offsetPtr, rows, columns, b, unit); }
export function epoch_f64_u16(outPtr: usize, workspacePtr: usize, indptrPtr: usize, indicesPtr: usize, dataPtr: usize, vPtr: usize, wPtr: usize, offsetPtr: usize, rows: i32, columns: i32, b: f64, unit: bool): void { epoch<f64, u16>(outPtr, workspacePtr, indptrPtr, indicesPtr, dataPtr, vPtr, wPtr, offsetPtr, rows, columns, b, unit); }
export function epoch_f64_u32(outPtr: usize, workspacePtr: usize, indptrPtr: usize, indicesPtr: usize, dataPtr: usize, vPtr: usize, wPtr: usize, offsetPtr: usize, rows: i32, columns: i32, b: f64, unit: bool): void { epoch<f64, u32>(outPtr, workspacePtr, indptrPtr, indicesPtr, dataPtr, vPtr, wPtr, offsetPtr, rows, columns, b, unit); }
export function epoch_ones_u16(outPtr: usize, workspacePtr: usize, indptrPtr: usize, indicesPtr: usize, dataPtr: usize, vPtr: usize, wPtr: usize, offsetPtr: usize, rows: i32, columns: i32, b: f64, unit: bool): void { epoch<Ones, u16>(outPtr, workspacePtr, indptrPtr, indicesPtr, dataPtr, vPtr, wPtr, offsetPtr, rows, columns, b, unit); }
export function epoch_ones_u32(outPtr: usize, workspacePtr: usize, indptrPtr: usize, indicesPtr: usize, dataPtr: usize, vPtr: usize, wPtr: usize, offsetPtr: usize, rows: i32, columns: i32, b: f64, unit: bool): void { epoch<Ones, u32>(outPtr, workspacePtr, indptrPtr, indicesPtr, dataPtr, vPtr, wPtr, offsetPtr, rows, columns, b, unit); }
export function hessian_f32_u16(outPtr: usize, indptrPtr: usize, indicesPtr: usize, dataPtr: usize, dPtr: usize, rows: i32, columns: i32): void { hessian<f32, u16>(outPtr, indptrPtr, indicesPtr, dataPtr, dPtr, rows, columns); }
export function hessian_f32_u32(outPtr: usize, indptrPtr: usize, indicesPtr: usize, dataPtr: usize, dPtr: usize, rows: i32, columns: i32): void { hessian<f32, u32>(outPtr, indptrPtr, indicesPtr, dataPtr, dPtr, rows, columns); }
export function hessian_f64_u16(outPtr: usize, indptrPtr: usize, indicesPtr: usize, dataPtr: usize, dPtr: usize, rows: i32, columns: i32): void { hessian<f64, u16>(outPtr, indptrPtr, indicesPtr, dataPtr, dPtr, rows, columns); }
export function hessian_f64_u32(outPtr: usize, indptrPtr: usize, indicesPtr: usize, dataPtr: usize, dPtr: usize, rows: i32, columns: i32): void { hessian<f64, u32>(outPtr, indptrPtr, indicesPtr, dataPtr, dPtr, rows, columns); }
export function hessian_ones_u16(outPtr: usize, indptrPtr: usize, indicesPtr: usize, dataPtr: usize, dPtr: usize, rows: i32, columns: i32): void { hessian<Ones, u16>(outPtr, indptrPtr, indicesPtr, dataPtr, dPtr, rows, columns); }
export function hessian_ones_u32(outPtr: usize, indptrPtr: usize, indicesPtr: usize, dataPtr: usize, dPtr: usize, rows: i32, columns: i32): void { hessian<Ones, u32>(outPtr, indptrPtr, indicesPtr, dataPtr, dPtr, rows, columns); }
export function moments_f32_u16(outPtr: usize, indptrPtr: usize, indicesPtr: usize, dataPtr: usize, vPtr: usize, rows: i32, columns: i32): void { moments<f32, u16>(outPtr, indptrPtr, indicesPtr, dataPtr, vPtr, rows, columns); }
export function moments_f32_u32(outPtr: usize, indptrPtr: usize, indicesPtr: usize, dataPtr: usize, vPtr: usize, rows: i32, columns: i32): void { moments<f32, u32>(outPtr, indptrPtr, indicesPtr, dataPtr, vPtr, rows, columns); }
export function moments_f64_u16(outPtr: usize, indptrPtr: usize, indicesPtr: usize, dataPtr: usize, vPtr: usize, rows: i32, columns: i32): void { moments<f64, u16>(outPtr, indptrPtr, indicesPtr, dataPtr, vPtr, rows, columns); }
export function moments_f64_u32(outPtr: usize, indptrPtr: usize, indicesPtr: usize, dataPtr: usize, vPtr: usize, rows: i32, columns: i32): void { moments<f64, u32>(outPtr, indptrPtr, indicesPtr, dataPtr, vPtr, rows, columns); }
export function moments_ones_u16(outPtr: usize, indptrPtr: usize, indicesPtr: usize, dataPtr: usize, vPtr: usize, rows: i32, columns: i32): void { moments<Ones, u16>(outPtr, indptrPtr, indicesPtr, dataPtr, vPtr, rows, columns); }
export function moments_ones_u32(outPtr: usize, indptrPtr: usize, indicesPtr: usize, dataPtr: usize, vPtr: usize, rows: i32, columns: i32): void { moments<Ones, u32>(outPtr, indptrPtr, indicesPtr, dataPtr, vPtr, rows, columns); }
export function product_f32_u16(outPtr: usize, workspacePtr: usize, indptrPtr: usize, indicesPtr: usize, dataPtr: usize, dPtr: usize, rPtr: usize, rows: i32, columns: i32, c: f64): void { product<f32, u16>(outPtr, workspacePtr, indptrPtr, indicesPtr, dataPtr, dPtr, rPtr, rows, columns, c); }
export function product_f32_u32(outPtr: usize, workspacePtr: usize, indptrPtr: usize, indicesPtr: usize, dataPtr: usize, dPtr: usize, rPtr: usize, rows: i32, columns: i32, c: f64): void { product<f32, u32>(outPtr, workspacePtr, indptrPtr, indicesPtr, dataPtr, dPtr, rPtr, rows, columns, c); }
export function product_f64_u16(outPtr: usize, workspacePtr: usize, indptrPtr: usize, indicesPtr: usize, dataPtr: usize, dPtr: usize, rPtr: usize, rows: i32, columns: i32, c: f64): void { product<f64, u16>(outPtr, workspacePtr, indptrPtr, indicesPtr, dataPtr, dPtr, rPtr, rows, columns, c); }
export function product_f64_u32(outPtr: usize, workspacePtr: usize, indptrPtr: usize, indicesPtr: usize, dataPtr: usize, dPtr: usize, rPtr: usize, rows: i32, columns: i32, c: f64): void { product<f64, u32>(outPtr, workspacePtr, indptrPtr, indicesPtr, dataPtr, dPtr, rPtr, rows, columns, c); }
export function product_ones_u16(outPtr: usize, workspacePtr: usize, indptrPtr: usize, indicesPtr: usize, dataPtr: usize, dPtr: usize, rPtr: usize, rows: i32, columns: i32, c: f64): void { product<Ones, u16>(outPtr, workspacePtr, indptrPtr, indicesPtr, dataPtr, dPtr, rPtr, rows, columns, c); }
export function product_ones_u32(outPtr: usize, workspacePtr: usize, indptrPtr: usize, indicesPtr: usize, dataPtr: usize, dPtr: usize, rPtr: usize, rows: i32, columns: i32, c: f64): void { product<Ones, u32>(outPtr, workspacePtr, indptrPtr, indicesPtr, dataPtr, dPtr, rPtr, rows, columns, c); }
