/**
 * The mathematics of single rows, from z and v. v is a row's label and weight in one number: s for y = 0, -s for y = 1. With
 *
 *     u = z (y = 0) or -z (y = 1)        e = exp(-|z|)
 *
 * a row's loss is |v| (max(u, 0) + log1p(e)), its dz is v sigma(u), its curvature |v| e / (1 + e)^2. a - y is never formed
 * by a subtraction, nor is 1 - a.
 */

import { logF64 } from "../../../src/math/elementary.ts";
import { arithmeticOf, type Numbers } from "./arithmetic.ts";
import { entry } from "./rows.ts";
import { type Block, blocksOf, productOfPanelRows, sumOfPanelRows, sumOfVectors } from "./sums.ts";

/** u, which is large where the row is classified wrongly: z with its sign flipped by the sign bit of v (that of -0 too). */
function towardsWrong(z: number, v: number): number {
  return v < 0 || Object.is(v, -0) ? -z : z;
}

/** sigmoid: a = sigma(z). */
export function sigmoidRows(z: Numbers): Numbers {
  return z.map(arithmeticOf(z).sigmoid);
}

/** dz = v sigma(u): sigma(u) rounded, then the product. */
export function gradientRows(z: Numbers, v: Numbers): Numbers {
  const { round, sigmoid } = arithmeticOf(z);
  return z.map((zi, i) => round(sigmoid(towardsWrong(zi, entry(v, i))) * entry(v, i)));
}

/** d = |v| e / (1 + e)^2 as ((|v| e) g) g with g = 1 / (1 + e). */
export function curvatureRows(z: Numbers, v: Numbers): Numbers {
  const { round, exp } = arithmeticOf(z);
  return z.map((zi, i) => {
    const e = exp(-Math.abs(zi));
    const g = round(1 / round(1 + e));
    return round(round(round(Math.abs(entry(v, i)) * e) * g) * g);
  });
}

/** loss: sum of |v| loss(u), each row with its own log1p: vector after vector within a block, the blocks in order. */
export function loss(z: Numbers, v: Numbers): number {
  const arithmetic = arithmeticOf(z);
  let total = 0;
  for (const block of blocksOf(z.length)) {
    total += sumOfVectors(arithmetic, block, (i) => {
      const s = Math.abs(entry(v, i));
      return arithmetic.round(s * arithmetic.loss(towardsWrong(entry(z, i), entry(v, i))));
    });
  }
  return total;
}

/**
 * The loss of one block as an epoch adds it up: |v| max(u, 0), and |v| log1p(e) with it if weighted, with an accumulator for
 * each row of a panel. If every |v| is 1 (or 0: padding), the logarithm is taken once a block instead, of the product
 * of all 1 + |v| e in float64.
 */
export function blockLoss(block: Block, z: Numbers, v: Numbers, unit: boolean): number {
  const arithmetic = arithmeticOf(z);
  const { round, exp, log1p } = arithmetic;
  const e = (i: number) => exp(-Math.abs(entry(z, i)));
  const s = (i: number) => Math.abs(entry(v, i));
  const linear = sumOfPanelRows(arithmetic, block, (i) => {
    const positive = Math.max(towardsWrong(entry(z, i), entry(v, i)), 0);
    return round(s(i) * (unit ? positive : round(positive + log1p(e(i)))));
  });
  if (!unit) return linear;
  return linear + logF64(productOfPanelRows(arithmetic, block, (i) => round(s(i) * e(i))));
}
