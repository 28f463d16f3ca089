import { encoderOf } from "./encoder.ts";
import type { LevelEncoding, TableEncoding } from "./encoding.ts";
import type { GivenTable } from "./givenRows.ts";
import { learnColumn } from "./learnEncoding.ts";

/**
 * The encoding of a table that a fit without a penalty would have learnt from its rows: categories of which every level
 * has a column have a reference. `weights` are those of the rows, 1 each without.
 */
export function withReferences(
  { encoding, read, coding }: GivenTable,
  weights: ArrayLike<number> | undefined,
): TableEncoding {
  const columns = encoding.columns.map((column, j) => {
    const asked = read.columns[j];
    if (column.kind !== "category" || column.reference !== undefined || asked === undefined) return column;
    const learnt = learnColumn(asked, { ...coding, weights, penalised: false });
    return learnt.kind !== "category" || learnt.reference === undefined ? column : without(column, learnt.reference);
  });
  return { ...encoding, columns };
}

function without({ fill, other, ...column }: LevelEncoding, reference: string): LevelEncoding {
  const at = column.levels.indexOf(reference);
  const left = (shares: readonly number[]): number[] => shares.filter((_, k) => k !== at);
  return { ...column, reference, ...(fill && { fill: left(fill) }), ...(other && { other: left(other) }) };
}

/** The encoded columns of an encoding that are there as well where some of its categories have a reference. */
export function columnsOfBoth(encoding: TableEncoding, withReferences: TableEncoding): number[] {
  const isThere = new Map<string, readonly boolean[]>();
  for (const [j, { name, encoded }] of encoderOf(encoding).columns.entries()) {
    const [column, less] = [encoding.columns[j], withReferences.columns[j]];
    const isLevels = column?.kind === "category" && column.reference === undefined && less?.kind === "category";
    const reference = isLevels && less.reference !== undefined ? column.levels.indexOf(less.reference) : -1;
    isThere.set(
      name,
      encoded.map((_, k) => k !== reference),
    );
  }
  const products = (encoding.interactions ?? []).flatMap(([a, b]) =>
    (isThere.get(a) ?? []).flatMap((one) => (isThere.get(b) ?? []).map((other) => one && other)),
  );
  return [...Array.from(isThere.values()).flat(), ...products].flatMap((is, at) => (is ? [at] : []));
}
