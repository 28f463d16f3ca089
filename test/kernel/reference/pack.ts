import { type Arithmetic, arithmeticOf, type Numbers } from "./arithmetic.ts";
import { element, entry, type Rows } from "./rows.ts";

/** x' = (x - centre) scale, two roundings. scale is a power of two, so that only the subtraction rounds. */
function centred({ round }: Arithmetic, x: number, centre: number, scale: number): number {
  return round(round(x - centre) * scale);
}

/** What pack does to the numbers, without moving them: the rows that all other functions here take. */
export function centreRows(X: Rows, centre: Numbers, scale: Numbers): Rows {
  const arithmetic = arithmeticOf(X.data);
  const data = arithmetic.zeros(X.data.length);
  for (let i = 0; i < X.rows; ++i) {
    for (let j = 0; j < X.columns; ++j) {
      data[i * X.columns + j] = centred(arithmetic, element(X, i, j), entry(centre, j), entry(scale, j));
    }
  }
  return { ...X, data };
}

/**
 * pack_panels: raw row-major rows into panels of 16 (f32) or 8 (f64) rows, centred and scaled. A panel is stored column by column:
 *
 *     row r of panel p, column j, is at (p columns + j) panelRows + r
 *
 * The rows that the last panel lacks are 0 before they are centred.
 */
export function pack(X: Rows, centre: Numbers, scale: Numbers): Numbers {
  const arithmetic = arithmeticOf(X.data);
  const panelRows = 4 * arithmetic.lanes;
  const panels = Math.ceil(X.rows / panelRows);
  const packed = arithmetic.zeros(panels * panelRows * X.columns);
  for (let i = 0; i < panels * panelRows; ++i) {
    const panel = Math.floor(i / panelRows) * panelRows * X.columns;
    for (let j = 0; j < X.columns; ++j) {
      const x = i < X.rows ? element(X, i, j) : 0;
      packed[panel + j * panelRows + (i % panelRows)] = centred(arithmetic, x, entry(centre, j), entry(scale, j));
    }
  }
  return packed;
}

/** centre_panels: the same centring and scaling of rows that lie in panels already, padding rows included. */
export function centrePanels(panels: Numbers, columns: number, centre: Numbers, scale: Numbers): Numbers {
  const arithmetic = arithmeticOf(panels);
  const moved = arithmetic.zeros(panels.length);
  for (let at = 0; at < panels.length; ++at) {
    const j = Math.floor(at / (4 * arithmetic.lanes)) % columns;
    moved[at] = centred(arithmetic, entry(panels, at), entry(centre, j), entry(scale, j));
  }
  return moved;
}
