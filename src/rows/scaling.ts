import type { Precision } from "../types.ts";
import type { ColumnMoments } from "./moments.ts";

/**
 * How columns are packed: x' = (x - centre) scale, the centre being the mean rounded to the kernel's precision and the
 * scale the power of two nearest to 1 / standard deviation. The subtraction rounds once, the scale never; what is left
 * of the deviation (between 0.7 and 1.5) goes into the penalty, exactly.
 */
export interface ColumnScaling {
  readonly centre: Float64Array<ArrayBuffer>;
  readonly scale: Float64Array<ArrayBuffer>;
}

export function scalingOf(moments: ColumnMoments, precision: Precision): ColumnScaling {
  const most = precision === "f32" ? 126 : 1022;
  return {
    centre: precision === "f32" ? Float64Array.from(moments.mean, Math.fround) : moments.mean,
    scale: moments.deviation.map((deviation) => (deviation === 0 ? 1 : powerOfTwo(-nearestExponent(deviation), most))),
  };
}

const buffer = /* @__PURE__ */ new ArrayBuffer(8);
const float = /* @__PURE__ */ new Float64Array(buffer);
const words = /* @__PURE__ */ new Uint32Array(buffer);
/** Which of the two words holds sign and exponent: the second on every little-endian machine, as all of today's are. */
const HIGH = 1;

/** log2(x) rounded to a whole number, x normal: by its bits, since the logarithms of engines differ. */
function nearestExponent(x: number): number {
  float[0] = x;
  const exponent = ((words[HIGH] ?? 0) >>> 20) - 1023;
  words[HIGH] = ((words[HIGH] ?? 0) & 0xfffff) | (1023 << 20);
  return (float[0] ?? 1) < Math.SQRT2 ? exponent : exponent + 1;
}

/** 2^exponent, the exponent kept within -most .. most. */
function powerOfTwo(exponent: number, most: number): number {
  float[0] = 0;
  words[HIGH] = (1023 + Math.max(-most, Math.min(most, exponent))) << 20;
  return float[0] ?? 1;
}

/** The scaling that changes nothing, for the functions of the mathematics, which neither centre nor scale. */
export function identityScaling(columns: number): ColumnScaling {
  return { centre: new Float64Array(columns), scale: new Float64Array(columns).fill(1) };
}

/** w, b of the user's columns from those of the packed ones: z = X w + b is the same function of the row. */
export function unpackPoint(
  scaling: ColumnScaling,
  w: Float64Array,
  b: number,
): { w: Float64Array<ArrayBuffer>; b: number } {
  const raw = Float64Array.from(w, (value, j) => value * (scaling.scale[j] ?? 1));
  let intercept = b;
  for (let j = 0; j < raw.length; ++j) intercept -= (raw[j] ?? 0) * (scaling.centre[j] ?? 0);
  return { w: raw, b: intercept };
}

/** The inverse of unpackPoint: the point of the packed columns from w, b of the columns of X. */
export function packPoint(
  scaling: ColumnScaling,
  w: Float64Array,
  b: number,
): { w: Float64Array<ArrayBuffer>; b: number } {
  let intercept = b;
  for (let j = 0; j < w.length; ++j) intercept += (w[j] ?? 0) * (scaling.centre[j] ?? 0);
  return { w: Float64Array.from(w, (value, j) => value / (scaling.scale[j] ?? 1)), b: intercept };
}
