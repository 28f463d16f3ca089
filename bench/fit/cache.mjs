// Each data set is written once, as .npy, so that all contenders read the same numbers whatever they are written in.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { VERSION } from "./dataSets.mjs";
import { readNpy, writeNpy } from "./npy.mjs";

/** In build/, which is git-ignored. */
export const CACHE = fileURLToPath(new URL("../../build/bench/fit/", import.meta.url));
const ARRAYS = { f32: Float32Array, f64: Float64Array };

/** Makes the files unless they are there. Returns `{ folder, rows, columns, l2 }`. */
export function cached({ id, make }) {
  const folder = `${CACHE}${id}.v${VERSION}`;
  const shapeFile = `${folder}/shape.json`;
  if (!existsSync(shapeFile)) {
    const { x, y, rows, columns } = make();
    mkdirSync(folder, { recursive: true });
    writeNpy(`${folder}/X.f64.npy`, x, [rows, columns]);
    writeNpy(`${folder}/X.f32.npy`, Float32Array.from(x), [rows, columns]);
    writeNpy(`${folder}/y.f64.npy`, y, [rows]);
    // last, so that an interrupted run leaves no half data set
    writeFileSync(shapeFile, JSON.stringify({ rows, columns, l2: 1 / rows }));
  }
  return { folder, ...JSON.parse(readFileSync(shapeFile, "utf8")) };
}

/** @param dtype "f32" or "f64", of x; y is float64 always, 0 or 1 */
export function load(folder, dtype) {
  const { rows, columns, l2 } = JSON.parse(readFileSync(`${folder}/shape.json`, "utf8"));
  const x = readNpy(`${folder}/X.${dtype}.npy`, new ARRAYS[dtype](rows * columns));
  const y = readNpy(`${folder}/y.f64.npy`, new Float64Array(rows));
  return { x, y, rows, columns, l2 };
}
