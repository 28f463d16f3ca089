import { describe, expect, it } from "vitest";
import { csrOf, isCsr } from "../../src/input/csr.ts";

/** [1 0 2; 0 0 0; 0 3 0] */
const MATRIX = {
  data: Float64Array.of(1, 2, 3),
  indices: Uint32Array.of(0, 2, 1),
  indptr: Uint32Array.of(0, 2, 2, 3),
  rows: 3,
  columns: 3,
};

describe("sparse rows", () => {
  it("are known by indptr and indices, and taken as they are", () => {
    expect(isCsr(MATRIX)).toBe(true);
    expect(isCsr({ data: [1], rows: 1, columns: 1 })).toBe(false);
    const { data, indices, indptr } = csrOf(MATRIX);
    expect(data).toBe(MATRIX.data);
    expect(indices).toBe(MATRIX.indices);
    expect(indptr).toBe(MATRIX.indptr);
  });

  it("may have scipy's shape, arrays of numbers, integers of any type, and no values, which are then 1", () => {
    const { rows, columns, ...parts } = MATRIX;
    expect(csrOf({ ...parts, shape: [3, 3] })).toEqual(csrOf(MATRIX));
    expect(csrOf({ ...parts, shape: [3, 3], rows, columns })).toEqual(csrOf(MATRIX));
    const plain = { indices: [0, 2, 1], indptr: Int32Array.of(0, 2, 2, 3), rows, columns };
    expect(Array.from(csrOf({ ...plain, data: [1, 2, 3] }).data ?? [])).toEqual([1, 2, 3]);
    expect(Array.from(csrOf({ ...plain, data: Int8Array.of(1, 2, 3) }).data ?? [])).toEqual([1, 2, 3]);
    expect(csrOf(plain).data).toBeUndefined();
  });

  it("whose columns are not in order, or there twice, are put in order and added, in a copy", () => {
    const data = Float64Array.of(5, 1, 2, -7, 4);
    const given = { data, indices: Uint32Array.of(2, 0, 2, 1, 1), indptr: [0, 3, 5], rows: 2, columns: 3 };
    const { indices, indptr, data: values } = csrOf(given);
    expect(Array.from(indptr)).toEqual([0, 2, 3]);
    expect(Array.from(indices)).toEqual([0, 2, 1]);
    expect(Array.from(values ?? [])).toEqual([1, 7, -3]);
    expect(Array.from(data)).toEqual([5, 1, 2, -7, 4]);
    const { data: _, ...ones } = given;
    expect(Array.from(csrOf(ones).data ?? [])).toEqual([1, 2, 2]);
    const single = csrOf({ ...given, data: Float32Array.from(data) }).data;
    expect(single).toEqual(Float32Array.of(1, 7, -3));
  });

  // biome-ignore format: a table
  const refused: readonly (readonly [string, object, string])[] = [
    ["no rows", { indptr: [0], indices: [], data: [], rows: 0 }, "X.rows: expected at least one, got 0"],
    ["no columns", { indices: [], data: [], indptr: [0, 0, 0, 0], columns: 0 }, "X.columns: expected at least one, got 0"],
    ["a number of rows that is none", { rows: 2.5 }, "X.rows: expected a whole number, got 2.5"],
    ["a shape that is none", { shape: 3 }, "X.shape: expected [rows, columns], got 3"],
    ["a shape beside other rows", { shape: [4, 3] }, "X.rows: expected 4 as in shape, got 3"],
    ["too short an indptr", { indptr: [0, 3] }, "X.indptr: expected 4 numbers, got 2"],
    ["an indptr that begins late", { indptr: [1, 2, 2, 3] }, "X.indptr: expected to go from 0 to 3, as many as indices, got 1 to 3"],
    ["an indptr that ends early", { indptr: [0, 1, 1, 2] }, "X.indptr: expected to go from 0 to 3, as many as indices, got 0 to 2"],
    ["an indptr that falls", { indptr: [0, 2, 1, 3] }, "X.indptr: expected whole numbers that do not fall, got 2, 1 at row 1"],
    ["an indptr of parts", { indptr: [0, 1.5, 2, 3] }, "X.indptr: expected whole numbers that do not fall, got 0, 1.5 at row 0"],
    ["an index beyond the columns", { indices: [0, 3, 1] }, "X.indices: expected whole numbers from 0 to 2, got 3 at row 0, entry 1"],
    ["an index below 0", { indices: Int32Array.of(0, 2, -1) }, "X.indices: expected whole numbers from 0 to 2, got -1 at row 2, entry 0"],
    ["an index that is a part", { indices: [0, 0.5, 1] }, "X.indices: expected whole numbers from 0 to 2, got 0.5 at row 0, entry 1"],
    ["indices that are texts", { indices: ["0", "1", "2"] }, 'X.indices: expected numbers, got "0" at entry 0'],
    ["bigints", { indices: BigUint64Array.of(0n, 2n, 1n) }, "X.indices: expected an array of numbers, got a BigUint64Array of 3"],
    ["too few values", { data: [1, 2] }, "X.data: expected 3 numbers, got 2"],
    ["values that are texts", { data: [1, "2", 3] }, 'X.data: expected numbers, got "2" at entry 1'],
    ["null for values", { data: null }, "X.data: expected an array of numbers, got null"],
    ["NaN", { data: [1, 2, Number.NaN] }, "X: expected finite numbers, got NaN at row 2, column 1"],
    ["Infinity", { data: [1, Number.NEGATIVE_INFINITY, 3] }, "X: expected finite numbers, got -Infinity at row 0, column 2"],
    ["squares that overflow", { data: [1e200, 2, 3] }, "X: expected numbers up to 1e150 in size, got 1e+200 at row 0, column 0"],
  ];
  it.each(refused)("are refused for %s", (_, changed, message) => {
    expect(() => csrOf({ ...MATRIX, ...changed })).toThrow(message);
  });
});
