// Elementwise loops over assembly/math, for tests and scripts/ulp.mjs only: not part of the kernel.
import { expScalar, expVector } from "./math/exp";
import { log1pScalar, log1pVector, logScalar, logVector } from "./math/log";
import { lossScalar, lossVector } from "./math/loss";
import { sigmoidScalar, sigmoidVector } from "./math/sigmoid";

// @ts-ignore: decorator
@inline
function mapVector<T>(outPtr: usize, inPtr: usize, count: usize, f: i32): void {
  const end = inPtr + count * sizeof<T>();
  for (let from = inPtr, to = outPtr; from < end; from += 16, to += 16) {
    const x = v128.load(from);
    if (f == 0) v128.store(to, expVector<T>(x));
    else if (f == 1) v128.store(to, logVector<T>(x));
    else if (f == 2) v128.store(to, log1pVector<T>(x));
    else if (f == 3) v128.store(to, sigmoidVector<T>(x));
    else v128.store(to, lossVector<T>(x));
  }
}

export function exp_f32(outPtr: usize, inPtr: usize, count: usize): void { mapVector<f32>(outPtr, inPtr, count, 0); }
export function exp_f64(outPtr: usize, inPtr: usize, count: usize): void { mapVector<f64>(outPtr, inPtr, count, 0); }
export function log_f32(outPtr: usize, inPtr: usize, count: usize): void { mapVector<f32>(outPtr, inPtr, count, 1); }
export function log_f64(outPtr: usize, inPtr: usize, count: usize): void { mapVector<f64>(outPtr, inPtr, count, 1); }
export function log1p_f32(outPtr: usize, inPtr: usize, count: usize): void { mapVector<f32>(outPtr, inPtr, count, 2); }
export function log1p_f64(outPtr: usize, inPtr: usize, count: usize): void { mapVector<f64>(outPtr, inPtr, count, 2); }
export function sigmoid_f32(outPtr: usize, inPtr: usize, count: usize): void { mapVector<f32>(outPtr, inPtr, count, 3); }
export function sigmoid_f64(outPtr: usize, inPtr: usize, count: usize): void { mapVector<f64>(outPtr, inPtr, count, 3); }
export function loss_f32(outPtr: usize, inPtr: usize, count: usize): void { mapVector<f32>(outPtr, inPtr, count, 4); }
export function loss_f64(outPtr: usize, inPtr: usize, count: usize): void { mapVector<f64>(outPtr, inPtr, count, 4); }

// @ts-ignore: decorator
@inline
function mapScalar<T>(outPtr: usize, inPtr: usize, count: usize, f: i32): void {
  const end = inPtr + count * sizeof<T>();
  for (let from = inPtr, to = outPtr; from < end; from += sizeof<T>(), to += sizeof<T>()) {
    const x = load<T>(from);
    if (f == 0) store<T>(to, expScalar<T>(x));
    else if (f == 1) store<T>(to, logScalar<T>(x));
    else if (f == 2) store<T>(to, log1pScalar<T>(x));
    else if (f == 3) store<T>(to, sigmoidScalar<T>(x));
    else store<T>(to, lossScalar<T>(x));
  }
}

export function exp_scalar_f32(outPtr: usize, inPtr: usize, count: usize): void { mapScalar<f32>(outPtr, inPtr, count, 0); }
export function exp_scalar_f64(outPtr: usize, inPtr: usize, count: usize): void { mapScalar<f64>(outPtr, inPtr, count, 0); }
export function log_scalar_f32(outPtr: usize, inPtr: usize, count: usize): void { mapScalar<f32>(outPtr, inPtr, count, 1); }
export function log_scalar_f64(outPtr: usize, inPtr: usize, count: usize): void { mapScalar<f64>(outPtr, inPtr, count, 1); }
export function log1p_scalar_f32(outPtr: usize, inPtr: usize, count: usize): void { mapScalar<f32>(outPtr, inPtr, count, 2); }
export function log1p_scalar_f64(outPtr: usize, inPtr: usize, count: usize): void { mapScalar<f64>(outPtr, inPtr, count, 2); }
export function sigmoid_scalar_f32(outPtr: usize, inPtr: usize, count: usize): void { mapScalar<f32>(outPtr, inPtr, count, 3); }
export function sigmoid_scalar_f64(outPtr: usize, inPtr: usize, count: usize): void { mapScalar<f64>(outPtr, inPtr, count, 3); }
export function loss_scalar_f32(outPtr: usize, inPtr: usize, count: usize): void { mapScalar<f32>(outPtr, inPtr, count, 4); }
export function loss_scalar_f64(outPtr: usize, inPtr: usize, count: usize): void { mapScalar<f64>(outPtr, inPtr, count, 4); }
