import type { TermCounts } from "./termCounts.ts";
import { columnsOf, indexOf, type Vocabulary, weigherOf } from "./vocabulary.ts";

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
  const { word, characters } = indexOf(vocabulary);
  const columnOf = Int32Array.from(
    found.terms,
    (term, place) => (place < found.wordTerms ? word : characters).get(term) ?? -1,
  );
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
