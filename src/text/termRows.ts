import { compareCodePoints } from "./codePoints.ts";
import type { TermCounts } from "./termCounts.ts";
import { columnsOf, type Vocabulary, weigherOf } from "./vocabulary.ts";

/** Rows of terms, compressed, as src/input/csr.ts has them: the columns of a row ascend; without data all are 1. */
export interface TermRows {
  readonly rows: number;
  readonly columns: number;
  readonly indptr: Uint32Array<ArrayBuffer>;
  readonly indices: Uint32Array<ArrayBuffer>;
  readonly data: Float64Array<ArrayBuffer> | undefined;
}

/** The rows of texts that were read, those that the vocabulary was learnt from and others. */
export function termRows(found: TermCounts, vocabulary: Vocabulary): TermRows {
  const { rows } = found;
  const columnOf = columnsIn(found, vocabulary);
  const indptr = new Uint32Array(rows + 1);
  const indices = new Uint32Array(found.indices.length);
  const values = new Float64Array(found.indices.length);
  const weigh = weigherOf(vocabulary);
  let end = 0;
  for (let row = 0; row < rows; ++row) {
    const from = end;
    for (let entry = found.indptr[row] as number; entry < (found.indptr[row + 1] as number); ++entry) {
      const column = columnOf[found.indices[entry] as number] as number;
      if (column < 0) continue;
      indices[end] = column;
      values[end++] = found.counts[entry] as number;
    }
    weigh(indices, values, from, end);
    indptr[row + 1] = end;
  }
  return {
    rows,
    columns: columnsOf(vocabulary),
    indptr,
    indices: indices.subarray(0, end),
    data: vocabulary.weighting === "binary" ? undefined : values.subarray(0, end),
  };
}

/** The column of each term that was found, -1 where the vocabulary has none: both ascend, so they are walked along. */
function columnsIn({ terms, wordTerms: count }: TermCounts, { wordTerms, characterTerms }: Vocabulary): Int32Array {
  const columnOf = new Int32Array(terms.length).fill(-1);
  const walk = (from: number, end: number, known: readonly string[], firstColumn: number): void => {
    let at = 0;
    for (let place = from; place < end && at < known.length; ++place) {
      const term = terms[place] as string;
      while (at < known.length && compareCodePoints(known[at] as string, term) < 0) ++at;
      if (known[at] === term) columnOf[place] = firstColumn + at++;
    }
  };
  walk(0, count, wordTerms, 0);
  walk(count, terms.length, characterTerms, wordTerms.length);
  return columnOf;
}
