import { GrowingNumbers } from "../../csv/growingNumbers.ts";
import { missingTexts } from "../../csv/missingTexts.ts";
import { nameKey } from "../../csv/names.ts";
import type { ColumnCells, ColumnProblem } from "../../table/columnCells.ts";
import { fileLabel, usageFailure } from "../failure.ts";
import { CellCollector } from "../read/cellCollector.ts";
import { type Header, headerOf, targetIndex } from "../read/columns.ts";
import { naText, readingFor, readingOf } from "../read/fileOptions.ts";
import { problemInLines } from "../read/fileWords.ts";
import { loadModel } from "../read/modelFile.ts";
import { howReadText } from "../read/readOptions.ts";
import { readRows } from "../read/readRows.ts";
import { checkTarget, SparseRows } from "../read/svmlight.ts";
import { countText, facts, nameText, table } from "../write/layout.ts";
import { writeStdout } from "../write/outputFile.ts";
import { Progress } from "../write/progress.ts";
import { compared } from "./compared.ts";
import { type Described, type DescribedColumn, describedColumn } from "./describedColumn.ts";
import { cellOptions, refuseBesideSvmlight } from "./optionRules.ts";
import { SparseBatch } from "./sparseBatch.ts";
import { comparedSparse, describedSparse } from "./sparseColumns.ts";
import type { FileOptions } from "./trainOptions.ts";

export interface DescribeOptions extends FileOptions {
  readonly target?: string;
  readonly against?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** Levels up to which a column is described by them, unless it is one of a model's categories. */
const MOST_LEVELS = 1000;

/** Prints what the columns of a data file are, or how they differ from those that a model was fitted to. */
export async function describe(file: string, options: DescribeOptions): Promise<void> {
  const { against, target } = options;
  if (against !== undefined && target !== undefined) {
    throw usageFailure("--against and --target: expected one of them, got both");
  }
  if (against === "-" && file === "-") throw usageFailure("only one of the model and the data can be -");
  const named = against === undefined ? undefined : await loadModel(against);
  const label = fileLabel(file);
  const reading = named === undefined ? readingOf(options) : readingFor(named, options);
  const progress = new Progress(options.quiet !== true);
  const { cell } = missingTexts(reading.na);
  const encodings = new Map(named?.model.encoding?.columns.map((column) => [column.name, column]));
  let header: Header | undefined;
  let collectors: CellCollector[] = [];
  let sparse: SparseRows | SparseBatch | undefined;
  const lines = new GrowingNumbers((length) => new Int32Array(length));
  const wanted = named?.features ?? (target === undefined ? [] : [target]);
  const how = await readRows(file, reading, wanted, {
    header(names, place) {
      header = headerOf(label, names, place, reading.delimiter);
      collectors = names.map((name) => {
        const kind = encodings.get(name)?.kind;
        if (kind === "category") return new CellCollector(kind, Number.POSITIVE_INFINITY);
        return new CellCollector(kind === "text" ? kind : undefined, MOST_LEVELS);
      });
    },
    row(cells, line, inQuotes) {
      for (const [j, collector] of collectors.entries()) {
        collector.push(cell(cells[j] ?? "", inQuotes?.includes(j) === true));
      }
      lines.push(line);
    },
    svmlight() {
      refuseBesideSvmlight(cellOptions(options));
      if (target !== undefined) checkTarget(label, target);
      sparse = named === undefined ? new SparseRows((index) => index - 1) : new SparseBatch(named, file);
      collectors = [new CellCollector(undefined, MOST_LEVELS)];
    },
    sparseRow(row) {
      if (sparse instanceof SparseBatch) sparse.push(row, undefined);
      else sparse?.push(row.indices, row.values);
      collectors[0]?.push(row.label);
      lines.push(row.line);
    },
    chunkRead: () => progress.show(() => `reading ${label}: ${countText(lines.length)} rows`),
  }).finally(() => progress.clear());
  if (sparse instanceof SparseBatch && !options.quiet) sparse.tellPassedOver();
  const rows = lines.length;
  const lineOf = lines.all();
  const columns = collectors.map((collector) => {
    const found = collector.finish();
    return "problem" in found ? { ...found, problem: problemInLines(found.problem, lineOf) } : found;
  });
  const described = (): Described => {
    if (sparse instanceof SparseBatch && named !== undefined) return comparedSparse(sparse.table(), named);
    const [labels] = columns;
    if (sparse instanceof SparseRows && labels !== undefined) {
      return describedSparse(sparse.table(), labels, target !== undefined);
    }
    if (header === undefined) throw new Error("readRows has called header or thrown");
    if (named !== undefined) return compared(header, columns, rows, named);
    return ofColumns(header.names, columns, rows, target === undefined ? undefined : targetIndex(header, target));
  };
  const { table: columnsTable, json: columnsJson } = described();
  if (options.json) {
    const json = {
      command: "describe",
      data: file,
      readAs: howReadText(how) ?? null,
      rows,
      na: reading.na ?? null,
      columns: columnsJson,
    };
    return writeStdout(`${JSON.stringify(json, null, 2)}\n`);
  }
  const read = howReadText(how);
  const na = naText(reading, named, options.na);
  const report = [
    ...facts([
      ["data", nameText(label, 200)],
      ...(read === undefined ? [] : [["read as", read] as const]),
      ["rows", countText(rows)],
      ...(na === undefined ? [] : [["missing", na] as const]),
      ...(named === undefined ? [] : [["model", nameText(named.label, 200)] as const]),
    ]),
    "",
    ...table(columnsTable, ["left", "left", "right", "left"]),
  ];
  await writeStdout(`${report.join("\n")}\n`);
}

/** Says of a column that others have its name: nothing can be asked of either. */
function withDoubles(column: DescribedColumn, names: readonly string[]): DescribedColumn {
  const count = names.filter((name) => nameKey(name) === nameKey(column.name)).length;
  if (count === 1) return column;
  const note = `one of ${count} columns of this name: rename ${count === 2 ? "one" : "them"}`;
  return { ...column, notes: [...column.notes, note], text: `${column.text}; ${note}` };
}

function ofColumns(
  names: readonly string[],
  columns: readonly (ColumnCells | ColumnProblem)[],
  rows: number,
  target: number | undefined,
): Described {
  const labels = target === undefined ? undefined : columns[target];
  const all = columns.map((cells, j) =>
    withDoubles(describedColumn(names[j] ?? "", cells, rows, j === target ? undefined : labels), names),
  );
  const head = ["column", "kind", "missing", "values"];
  return {
    table: [head, ...all.map(({ name, kind, missing, text }) => [nameText(name), kind, countText(missing), text])],
    json: all.map(({ text: _, ...rest }) => rest),
  };
}
