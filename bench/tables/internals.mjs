// The step from columns to panels alone, which no entry of the library has: bundled from src/.
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const CONTENTS = `
export { Arena } from "./src/wasm/arena.ts";
export { kernelsOf } from "./src/kernel/kernels.ts";
export { Window } from "./src/rows/window.ts";
export { encodedSource } from "./src/table/encodedSource.ts";
export { encodingOf, readTable } from "./src/table/encodedTable.ts";
export { tableOf } from "./src/table/table.ts";
export { checkTableOptions } from "./src/table/tableOptions.ts";
`;

const folder = fileURLToPath(new URL("../..", import.meta.url));
const outfile = `${folder}build/bench/tables/internals.mjs`;
await build({
  stdin: { contents: CONTENTS, resolveDir: folder },
  bundle: true,
  format: "esm",
  platform: "node",
  target: "es2022",
  outfile,
});
const { Arena, Window, kernelsOf, encodedSource, encodingOf, readTable, tableOf, checkTableOptions } = await import(
  outfile
);

/** A table's columns, read, and what encodes them: what a fit does before it packs. */
export function read(table, y) {
  const given = readTable(tableOf(table), checkTableOptions({}), { y });
  return encodedSource(given, encodingOf(given, { penalised: true, reference: undefined, weights: undefined }));
}

/** The rows of a source in new panels, as they are: not centred, no moments taken. */
export function panelsOf(source) {
  const arena = new Arena();
  const kernels = kernelsOf(arena, "f64");
  const { rows, columns } = source;
  const [zeroPtr, onePtr] = [arena.reserve((columns + 4) * 8), arena.reserve((columns + 4) * 8)];
  arena.float64(onePtr, columns).fill(1);
  const window = new Window(arena, kernels, columns, rows);
  const panelsPtr = arena.reserve(kernels.panelsBytes(rows, columns));
  for (let first = 0; first < rows; first += window.rows) {
    const count = Math.min(window.rows, rows - first);
    window.load(source, first, count);
    kernels.pack(panelsPtr + first * columns * 8, window.pointer, zeroPtr, onePtr, count, columns);
  }
  return { arena, panelsPtr };
}
