import type { LogisticRegressionOptions } from "../../index.ts";
import { quoted, usageFailure } from "../failure.ts";

/** "balanced", or two numbers, of the negative and of the positive class. */
export function classWeightOf(text: string | undefined): LogisticRegressionOptions["classWeight"] {
  if (text === undefined || text === "balanced") return text;
  const weights = text.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  const [negative, positive] = weights;
  if (weights.length === 2 && negative !== undefined && positive !== undefined && !weights.some(Number.isNaN)) {
    return [negative, positive];
  }
  throw usageFailure(`--class-weight: expected balanced or <negative>,<positive>, got ${quoted(text)}`);
}
