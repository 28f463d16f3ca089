// J*, the objective at the optimum: the library's own long run, believed only when the judge finds it optimal.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { LogisticRegression } from "../../build/index.js";
import { objective, optimality } from "./objective.mjs";

const LARGEST_SUBOPTIMALITY = 1e-12;

/** `{ objective, gradientNorm, suboptimality }` (the last relative to J), kept beside the data. */
export function reference(folder, data) {
  const file = `${folder}/reference.json`;
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8"));
  const options = { l2: data.l2, standardize: false, solver: "newton", tolerance: 1e-15 };
  const { x, rows, columns, y } = data;
  const { coef, intercept } = new LogisticRegression(options).fit({ data: x, rows, columns }, y);
  const value = objective(data, coef, intercept);
  const { gradientNorm, suboptimality } = optimality(data, coef, intercept);
  const relative = suboptimality / value;
  // "not at most" rather than "more than": a NaN is no proof either
  if (!(relative <= LARGEST_SUBOPTIMALITY)) {
    throw new Error(`${folder}: the reference run ended ${relative} above the optimum (gradient ${gradientNorm})`);
  }
  const found = { objective: value, gradientNorm, suboptimality: relative };
  writeFileSync(file, JSON.stringify(found));
  return found;
}
