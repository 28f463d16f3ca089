import { describe, expect, it } from "vitest";
import { rowSourceOf } from "../../src/input/matrix.ts";
import { withOffsets } from "../../src/input/offsets.ts";
import { rowWeights } from "../../src/input/weights.ts";
import { offsetTrainingRows } from "../../src/rows/offsetRows.ts";
import { sidesLength } from "../../src/rows/rowHolder.ts";
import { packTrainingRows, type TrainingRows, windowTrainingRows } from "../../src/rows/trainingRows.ts";
import { Arena } from "../../src/wasm/arena.ts";
import { random, sample } from "../support/random.ts";

const SLACK = { part: 1e-3, least: 0.05 };

function sidesOf({ holder }: TrainingRows, w: Float64Array, b: number): Float64Array {
  const record = new Float64Array(sidesLength(holder.columns, true));
  holder.addSides(w, b, SLACK, record);
  return record;
}

/** Counted row by row on the columns as they are packed. */
function counted(
  rows: readonly number[][],
  y: readonly number[],
  weights: readonly number[],
  w: Float64Array,
  b: number,
) {
  const counts = [0, 0, 0];
  for (const [i, row] of rows.entries()) {
    if (weights[i] === 0) continue;
    const parts = [b, ...row.map((x, j) => x * (w[j] ?? 0))];
    const z = parts.reduce((sum, part) => sum + part, 0);
    const size = parts.reduce((sum, part) => sum + Math.abs(part), 0);
    const near = Math.abs(z) <= SLACK.part * size + SLACK.least;
    const place = near ? 2 : z > 0 === (y[i] === 1) ? 1 : 0;
    counts[place] = (counts[place] ?? 0) + 1;
  }
  return counts;
}

describe("on which side of a plane rows lie", () => {
  for (const [rows, columns] of [
    [1, 1],
    [7, 3],
    [8, 3],
    [300, 5],
    [17_000, 3],
  ] as const) {
    it(`is the same from memory, through a window, beside offsets and counted by hand: ${rows} x ${columns}`, () => {
      const { X, y } = sample(rows + columns, rows, columns);
      const uniform = random(rows);
      const weights = Float64Array.from(y, () => (uniform() < 0.2 ? 0 : 10 ** (12 * uniform() - 6)));
      weights[0] = 1;
      const source = rowSourceOf({ data: X.data, rows, columns });
      const given = rowWeights(Uint8Array.from(y), weights, "f64", false);
      const w = Float64Array.from({ length: columns }, (_, j) => Math.cos(j + 1));
      const resident = packTrainingRows(new Arena(), source, given, "f64", true);
      const windowed = windowTrainingRows(new Arena(), source, given, "f64");
      const { scale, centre } = resident.scaling;
      const packed = y.map((_, i) =>
        Array.from(
          { length: columns },
          (_, j) => ((X.data[i * columns + j] ?? 0) - (centre[j] ?? 0)) * (scale[j] ?? 1),
        ),
      );
      const record = sidesOf(resident, w, 0.3);
      expect(Array.from(record.subarray(0, 3))).toEqual(counted(packed, y, Array.from(weights), w, 0.3));
      expect(sidesOf(windowed, w, 0.3)).toEqual(record);
      // offsets put rows nowhere: what they would have the rows be is left aside
      const offsets = Float64Array.from(y, () => 100 * (uniform() - 0.5));
      const wide = offsetTrainingRows(packTrainingRows(new Arena(), withOffsets(source, offsets), given, "f64", true));
      expect(sidesOf(wide, w, 0.3)).toEqual(record);
    });
  }

  it("the products are those of the rows near the plane", () => {
    const { X, y } = sample(5, 200, 2);
    const given = rowWeights(Uint8Array.from(y), undefined, "f64");
    const resident = packTrainingRows(
      new Arena(),
      rowSourceOf({ data: X.data, rows: 200, columns: 2 }),
      given,
      "f64",
      true,
    );
    const record = new Float64Array(sidesLength(2, true));
    resident.holder.addSides(Float64Array.of(0, 0), 0, { part: 0, least: 0 }, record);
    // all rows lie on the plane of 0, so these are the sums of the packed columns: mean 0, and the squares those of the deviation
    expect(Array.from(record.subarray(0, 3))).toEqual([0, 0, 200]);
    const { deviation } = resident.moments;
    const { scale } = resident.scaling;
    expect(record[3]).toBeCloseTo(0, 9);
    expect((record[5] ?? 0) / (200 * ((deviation[0] ?? 0) * (scale[0] ?? 0)) ** 2)).toBeCloseTo(1, 12);
  });
});
