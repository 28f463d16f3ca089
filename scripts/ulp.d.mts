import type { Dtype, MathFunction, MathProbe } from "./mathProbe.mjs";

export interface WorstError {
  function: MathFunction;
  dtype: Dtype;
  domain: string;
  inputs: number;
  ulp: number;
  at: number;
  twins: number | undefined;
}

export interface MeasureOptions {
  sample?: boolean;
  twins?: boolean;
  seed?: number;
  dtypes?: Dtype[];
}

export interface MeasureOptions {
  sample?: boolean;
  twins?: boolean;
  seed?: number;
  dtypes?: Dtype[];
}

export function measure(probe: MathProbe, options?: MeasureOptions): WorstError[];

export function exactF64(name: MathFunction, x: number): number;
