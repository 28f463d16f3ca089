import type { RowVector } from "../input/rowVector.ts";

/** How far from 0 a z may be to count as 0: |z| <= part (sum |x_j w_j| + |b|) + least. */
export interface Slack {
  readonly part: number;
  readonly least: number;
}

type Panels = Float32Array | Float64Array;

/**
 * Counts rows by their side of the plane: `[ rows on the wrong side, on their own, near the plane ]`, the first of a
 * record.
 */
export class SideTally {
  readonly #slack: Slack;
  readonly #record: Float64Array;

  constructor(slack: Slack, record: Float64Array) {
    this.#slack = slack;
    this.#record = record;
  }

  /** Counts a row of this v, z and size, unless it weighs nothing. Returns whether it is near the plane. */
  add(v: number, z: number, size: number): boolean {
    if (v === 0) return false;
    // v is negative for the positive class
    const own = v < 0 ? z : -z;
    const slack = this.#slack.part * size + this.#slack.least;
    const place = own < -slack ? 0 : own > slack ? 1 : 2;
    this.#record[place] = (this.#record[place] ?? 0) + 1;
    return place === 2;
  }
}

/**
 * Counts on which side of the plane x . w + b = 0 rows lie, in float64 whatever the panels are of: a sum of whole
 * numbers, so any division of the rows gives the same. A row of weight 0 does not count, a light one counts as a heavy
 * one.
 *
 * With z = x . w + b and size = sum |x_j w_j| + |b|, a row is near the plane where |z| <= slack.part size +
 * slack.least; otherwise it is on its own side or on the wrong one.
 */
export class SideCounter {
  readonly #w: Float64Array;
  readonly #b: number;
  readonly #tally: SideTally;
  readonly #record: Float64Array;
  readonly #z: Float64Array;
  readonly #size: Float64Array;
  readonly #x: Float64Array;

  /**
   * @param record as RowHolder has it; whether it is to have the products of the rows near the plane, its length tells
   */
  constructor(w: Float64Array, b: number, slack: Slack, record: Float64Array, panelRows: number) {
    this.#w = w;
    this.#b = b;
    this.#tally = new SideTally(slack, record);
    this.#record = record;
    this.#z = new Float64Array(panelRows);
    this.#size = new Float64Array(panelRows);
    this.#x = new Float64Array(w.length);
  }

  /** Takes in `count` rows: those of the panels from the number `at` on, and of the vector v from `first` on. */
  add(panels: Panels, at: number, signed: RowVector, first: number, count: number): void {
    const panelRows = this.#z.length;
    const panelLength = panelRows * this.#w.length;
    const v = signed.subarray(first, first + count);
    for (let row = 0, panel = at; row < count; row += panelRows, panel += panelLength) {
      this.#measure(panels, panel);
      for (let lane = 0; lane < Math.min(panelRows, count - row); ++lane) {
        const isNear = this.#tally.add(v[row + lane] ?? 0, this.#z[lane] ?? 0, this.#size[lane] ?? 0);
        if (isNear && this.#record.length > 3) this.#addProducts(panels, panel + lane);
      }
    }
  }

  /** z and size of every row of a panel. */
  #measure(panels: Panels, panel: number): void {
    const z = this.#z.fill(this.#b);
    const size = this.#size.fill(Math.abs(this.#b));
    const panelRows = z.length;
    for (let j = 0, line = panel; j < this.#w.length; ++j, line += panelRows) {
      const wj = this.#w[j] ?? 0;
      if (wj === 0) continue;
      for (let lane = 0; lane < panelRows; ++lane) {
        const product = (panels[line + lane] ?? 0) * wj;
        z[lane] = (z[lane] ?? 0) + product;
        size[lane] = (size[lane] ?? 0) + Math.abs(product);
      }
    }
  }

  /** Sums of x_j and of x_j x_k, j <= k, behind the counts. */
  #addProducts(panels: Panels, at: number): void {
    const record = this.#record;
    const n = this.#w.length;
    const panelRows = this.#z.length;
    const x = this.#x;
    for (let j = 0; j < n; ++j) x[j] = panels[at + j * panelRows] ?? 0;
    for (let j = 0; j < n; ++j) {
      const xj = x[j] ?? 0;
      if (xj === 0) continue;
      record[3 + j] = (record[3 + j] ?? 0) + xj;
      for (let k = j, to = 3 + n + j * n + j; k < n; ++k, ++to) record[to] = (record[to] ?? 0) + xj * (x[k] ?? 0);
    }
  }
}
