export type MathFunction = "exp" | "log" | "log1p" | "sigmoid" | "loss";
export type Dtype = "f32" | "f64";

export interface MathProbe {
  readonly capacityBytes: number;
  input(dtype: Dtype): Float32Array | Float64Array;
  vector(dtype: Dtype): Float32Array | Float64Array;
  scalar(dtype: Dtype): Float32Array | Float64Array;
  runVector(name: MathFunction, dtype: Dtype, count: number): void;
  runScalar(name: MathFunction, dtype: Dtype, count: number): void;
}

export function createMathProbe(options?: { debug?: boolean; capacityBytes?: number }): Promise<MathProbe>;
