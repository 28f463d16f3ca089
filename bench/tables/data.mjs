// Seeded tables, as columns and as row objects.
import { generator } from "../workload.mjs";

const WORDS = {
  plan: ["free", "basic", "pro", "team"],
  country: ["DE", "FR", "IT", "ES", "PL", "SE", "NL", "GB"],
  device: ["phone", "desktop", "tablet"],
  channel: ["search", "mail", "friend", "advertisement", "shop"],
};

/** m labels of 0 and 1, both of them there. */
export function labels(rows, seed = 2) {
  const next = generator(seed);
  return Uint8Array.from({ length: rows }, (_, row) => (row < 2 ? row : +(next() > 0.2)));
}

/** `{ x0: typed array, ... }`. */
export function numberColumns(rows, columns, Numbers = Float64Array, scale = 1, seed = 1) {
  const next = generator(seed);
  const one = () => {
    const column = new Numbers(rows);
    for (let row = 0; row < rows; ++row) column[row] = scale * next();
    return column;
  };
  return Object.fromEntries(Array.from({ length: columns }, (_, j) => [`x${j}`, one()]));
}

/** The same numbers row-major. */
export function rowMajor(columns) {
  const all = Object.values(columns);
  const rows = all[0].length;
  const data = new Float64Array(rows * all.length);
  for (const [j, column] of all.entries())
    for (let row = 0; row < rows; ++row) data[row * all.length + j] = column[row];
  return { data, rows, columns: all.length };
}

/** A table with the members of one of apache-arrow by which it is known: each column in batches, without nulls. */
export function arrowTable(columns, batches = 4) {
  const names = Object.keys(columns);
  const numRows = columns[names[0]].length;
  const length = Math.ceil(numRows / batches);
  const vectorOf = (column) => {
    const data = Array.from({ length: batches }, (_, k) => {
      const values = column.slice(k * length, (k + 1) * length);
      return { values, length: values.length, nullCount: 0, offset: 0 };
    });
    const toArray = () => {
      const all = new column.constructor(numRows);
      let at = 0;
      for (const { values } of data) {
        all.set(values, at);
        at += values.length;
      }
      return all;
    };
    return { data, length: numRows, nullCount: 0, type: { typeId: column instanceof Int32Array ? 2 : 3 }, toArray };
  };
  const vectors = Object.fromEntries(names.map((name) => [name, vectorOf(columns[name])]));
  return { schema: { fields: names.map((name) => ({ name })) }, numRows, getChild: (name) => vectors[name] };
}

/** Columns of numbers and four of text. */
export function mixedColumns(rows, numbers = 6, seed = 3) {
  const next = generator(seed);
  const texts = Object.entries(WORDS).map(([name, words]) => {
    const cells = Array.from({ length: rows }, () => words[Math.floor(((next() + 1) / 2) * words.length)]);
    return [name, cells];
  });
  const columns = Object.entries(numberColumns(rows, numbers));
  // as people have them: numbers and texts in turn
  return Object.fromEntries(columns.flatMap((column, j) => (texts[j] === undefined ? [column] : [column, texts[j]])));
}

/** m objects of the same columns. */
export function recordsOf(columns) {
  const { x0, plan, x1, country, x2, device, x3, channel, x4, x5 } = columns;
  return Array.from({ length: x0.length }, (_, row) => ({
    x0: x0[row],
    plan: plan[row],
    x1: x1[row],
    country: country[row],
    x2: x2[row],
    device: device[row],
    x3: x3[row],
    channel: channel[row],
    x4: x4[row],
    x5: x5[row],
  }));
}
