import type { ModelState } from "../modelFile/modelState.ts";
import { encoderOf } from "../table/encoder.ts";
import type { EncodedColumn } from "../table/encoding.ts";

/** A coefficient as a person reads it. */
export interface Coefficient {
  /**
   * The column, "(intercept)", or the index of a column without a name as text; two columns of an interaction joined by
   * ":".
   */
  readonly name: string;
  /**
   * The level of a category, the term of a text (a word, or a run of characters in quotes), "spline 1" for a bend of a
   * spline, "(rare)" for pooled levels, "missing" for an indicator; "((rare))" and "(missing)" where a level or a term
   * is called so. Two of an interaction are joined by ":", in quotes where
   * names with ":" in them need those.
   */
  readonly level?: string;
  /** Change of the log-odds per unit of the column. null where the column says nothing new: see `report.aliased`. */
  readonly estimate: number | null;
  /**
   * The change of the log-odds per standard deviation of the column in fit, and for the intercept the log-odds of the
   * average row. null as above, and where no fit knows the deviations.
   */
  readonly standardized: number | null;
}

/**
 * The intercept first, then one row a coefficient, in the order of `coef`, but for those of a column of texts: the
 * largest estimates, of either sign, come first.
 */
export function coefficientsOf({ coef, intercept, encoding, features, seen, report }: ModelState): Coefficient[] {
  const names = encodedColumns(coef.length, encoding, features);
  const aliased = new Set(report?.aliased?.map(({ column }) => column));
  const moments = seen?.moments;
  const atMean = moments && coef.reduce((sum, value, j) => sum + value * (moments.mean[j] ?? 0), intercept);
  const first = { name: "(intercept)", estimate: intercept, standardized: atMean ?? null };
  const rest = names.map(({ name, level }, j) => {
    const estimate = coef[j] ?? 0;
    // the name of a level may be that of another column
    const isAliased =
      estimate === 0 && (aliased.has(level === undefined ? name : `${name}=${level}`) || aliased.has(j));
    return {
      name,
      ...(level !== undefined && { level }),
      estimate: isAliased ? null : estimate,
      standardized: isAliased || moments === undefined ? null : estimate * (moments.deviation[j] ?? 0),
    };
  });
  return [first, ...ranked(rest, encoding)];
}

/** The rows of each column of texts by falling absolute estimate, in the places that these rows have. */
function ranked(rows: Coefficient[], encoding: ModelState["encoding"]): Coefficient[] {
  if (encoding === undefined) return rows;
  let start = 0;
  return encoderOf(encoding)
    .columns.flatMap(({ kind, encoded }) => {
      const own = rows.slice(start, start + encoded.length);
      start += own.length;
      return kind === "text" ? own.sort((a, b) => Math.abs(b.estimate ?? 0) - Math.abs(a.estimate ?? 0)) : own;
    })
    .concat(rows.slice(start));
}

/** What each coefficient stands for. */
export function encodedColumns(
  count: number,
  encoding: ModelState["encoding"],
  features: ModelState["features"],
): readonly Pick<EncodedColumn, "name" | "level">[] {
  if (encoding !== undefined) return encoderOf(encoding).encoded;
  return Array.from({ length: count }, (_, j) => ({ name: features?.[j] ?? String(j) }));
}
