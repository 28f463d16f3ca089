// What every process of bench/start.mjs reads, and the clock that all of them use.
import { readFileSync } from "node:fs";

/** Steps of gradient descent for those who take no other: about as many as our fit has epochs. */
export const STEPS = 25;

/** `{ x, y, rows, columns }`: the columns standardised, for gradient descent's sake. */
export function breastCancer() {
  const lines = readFileSync(new URL("../../test/fixtures/breast_cancer.csv", import.meta.url), "utf8").trim();
  const table = lines
    .split("\n")
    .slice(1)
    .map((line) => line.split(",").map(Number));
  const columns = table[0].length - 1;
  const x = new Float64Array(table.length * columns);
  for (let j = 0; j < columns; ++j) {
    const mean = table.reduce((sum, row) => sum + row[j], 0) / table.length;
    const deviation = Math.sqrt(table.reduce((sum, row) => sum + (row[j] - mean) ** 2, 0) / table.length);
    for (const [i, row] of table.entries()) x[i * columns + j] = (row[j] - mean) / deviation;
  }
  return { x, y: Float64Array.from(table, (row) => row[columns]), rows: table.length, columns };
}

/** Times `load` (the import) and `use` (fit and one prediction) and prints them with the processor time of the whole process and the probability of the first row. */
export async function timed(load, use) {
  const data = breastCancer();
  const start = performance.now();
  const library = await load();
  const loaded = performance.now();
  const probability = await use(library, data);
  const done = performance.now();
  const { user, system } = process.cpuUsage();
  const cpuMs = (user + system) / 1000;
  process.stdout.write(JSON.stringify({ importMs: loaded - start, useMs: done - loaded, cpuMs, probability }));
}
