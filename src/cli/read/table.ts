import { GrowingNumbers } from "../../csv/growingNumbers.ts";
import { missingTexts } from "../../csv/missingTexts.ts";
import { nameKey } from "../../csv/names.ts";
import { CellTable } from "../../table/cellTable.ts";
import { Failure, fileLabel, quoted } from "../failure.ts";
import { CellCollector } from "./cellCollector.ts";
import { cellFailure, countOf, numberOf, type Place } from "./cells.ts";
import { type ClassReader, isMissingLabel, missingLabel } from "./classes.ts";
import { type Header, headerOf } from "./columns.ts";
import type { HowRead, ReadOptions } from "./readOptions.ts";
import { readRows } from "./readRows.ts";
import { LABEL, SparseRows, type SparseTable, type SvmlightRow } from "./svmlight.ts";

/** What a command wants of a file: indices into its header. */
export interface Selection {
  readonly features: readonly number[];
  /** The labels or, where there are failures, the successes of each row. */
  readonly target: number;
  /** Each row then stands for two: its successes as a weight of class 1, its failures as one of class 0. */
  readonly failures?: number | undefined;
  readonly weights?: number | undefined;
  readonly offset?: number | undefined;
  /** Whether rows without a label are kept, with the code -1, or refused with the advice to say so. */
  readonly missingLabels: boolean;
  /** Names of columns that are categories whatever their cells. */
  readonly categories: readonly string[];
  /** Names of columns that are made of terms, whatever their cells. */
  readonly termed: readonly string[];
  /** Further columns, whose texts are kept as they are. */
  readonly texts?: readonly number[];
  /** The one of these that has to say something in every row. */
  readonly group?: number | undefined;
}

/** What a command wants of an svmlight file: columns by their indices, from 1 on. */
export interface SparseSelection {
  /** Rising, of so many columns. */
  readonly features: (columns: number) => readonly number[];
  readonly weights: number | undefined;
  readonly offset: number | undefined;
  readonly texts: readonly number[];
}

/** A data file in memory. */
export interface FileTable {
  readonly label: string;
  readonly features: readonly string[];
  /** As the file writes it. */
  readonly target: string;
  /** Sparse rows of an svmlight file. */
  readonly table: CellTable | SparseTable;
  /** The class of each row; -1 where it is missing. */
  readonly codes: Int32Array;
  readonly weights: Float64Array | undefined;
  readonly offset: Float64Array | undefined;
  readonly texts: readonly (readonly string[])[];
  /** The line of each row. */
  readonly lines: Int32Array;
  /** How the file was read, where that was not said. */
  readonly how: HowRead;
}

export interface TableRequest {
  readonly file: string;
  readonly reading: ReadOptions;
  readonly select: (header: Header) => Selection;
  /** The same for an svmlight file, whose columns are known once it is read. */
  readonly selectSparse: () => SparseSelection;
  /** The columns that are wanted for sure, by which a header is known. */
  readonly wanted: readonly string[];
  readonly classes: ClassReader;
  readonly maxLevels: number;
  readonly onRows?: (rows: number) => void;
}

export async function readTable(request: TableRequest): Promise<FileTable> {
  const { file, reading } = request;
  const label = fileLabel(file);
  let filler: TableFiller | SparseFiller | undefined;
  const how = await readRows(file, reading, request.wanted, {
    header(names, place) {
      const header = headerOf(label, names, place, reading.delimiter);
      filler = new TableFiller(header, request.select(header), request);
    },
    columnsRead: () => (filler instanceof TableFiller ? filler.columnsRead : []),
    row: (cells, line, inQuotes) => filler instanceof TableFiller && filler.row(cells, line, inQuotes),
    svmlight: () => {
      filler = new SparseFiller(label, request.selectSparse(), request.classes);
    },
    sparseRow: (row) => filler instanceof SparseFiller && filler.row(row),
    chunkRead: () => request.onRows?.(filler?.rows ?? 0),
  });
  if (filler === undefined) throw new Error("readRows has called header or thrown");
  return filler.finish(how);
}

class TableFiller {
  rows = 0;
  readonly #header: Header;
  readonly #selection: Selection;
  readonly #request: TableRequest;
  readonly #collectors: readonly CellCollector[];
  readonly #cellOf: (text: string, isQuoted: boolean) => string | null;
  readonly #codes = new GrowingNumbers((length) => new Int32Array(length));
  readonly #lines = new GrowingNumbers((length) => new Int32Array(length));
  readonly #weights = new GrowingNumbers((length) => new Float64Array(length));
  readonly #offset = new GrowingNumbers((length) => new Float64Array(length));
  readonly #texts: string[][];

  constructor(header: Header, selection: Selection, request: TableRequest) {
    this.#header = header;
    this.#selection = selection;
    this.#request = request;
    const isCategory = isNamed(selection.categories);
    const isTermed = isNamed(selection.termed);
    this.#collectors = selection.features.map((index) => {
      const name = header.names[index] ?? "";
      return new CellCollector(isTermed(name) ? "text" : isCategory(name) ? "category" : undefined, request.maxLevels);
    });
    this.#cellOf = missingTexts(request.reading.na).cell;
    this.#texts = (selection.texts ?? []).map(() => []);
    // the two rows of a line are a group, unless others are asked for
    if (this.#isOwnGroup) this.#texts.push([]);
  }

  get #isOwnGroup(): boolean {
    return this.#selection.failures !== undefined && this.#selection.group === undefined;
  }

  get columnsRead(): number[] {
    const { features, target, failures, weights, offset, texts = [] } = this.#selection;
    return [...features, target, ...texts, ...[failures, weights, offset].filter((index) => index !== undefined)];
  }

  row(cells: readonly string[], line: number, inQuotes: readonly number[] | undefined): void {
    const { target, failures } = this.#selection;
    if (failures === undefined) {
      this.#push(cells, line, inQuotes);
      return;
    }
    for (const [label, index] of [
      ["0", failures],
      ["1", target],
    ] as const) {
      const count = countOf(cells[index] ?? "", () => this.#place(line, index));
      this.#push(cells, line, inQuotes, { label, count });
    }
  }

  /** @param of what a line stands for, if it counts successes and failures */
  #push(
    cells: readonly string[],
    line: number,
    inQuotes: readonly number[] | undefined,
    of?: { readonly label: string; readonly count: number },
  ): void {
    const { features, target, weights, offset, texts = [], group } = this.#selection;
    const cellOf = (index: number): string | null =>
      this.#cellOf(cells[index] ?? "", inQuotes?.includes(index) === true);
    const label = of?.label ?? cellOf(target);
    if (isMissingLabel(label)) {
      if (!this.#selection.missingLabels) {
        const option = ["--missing", `${this.#header.names[target] ?? ""}=drop`];
        throw missingLabel(this.#place(line, target), cells[target] ?? "", option);
      }
      this.#codes.push(-1);
    } else this.#codes.push(this.#request.classes.codeOf(label ?? "", () => this.#place(line, target)));
    for (let j = 0; j < features.length; j++)
      (this.#collectors[j] as CellCollector).push(cellOf(features[j] as number));
    if (weights !== undefined) {
      const weight = numberOf(cells[weights] ?? "", () => this.#place(line, weights));
      if (weight < 0) throw cellFailure(this.#place(line, weights), `expected a weight of 0 or more, got ${weight}`);
      this.#weights.push(weight * (of?.count ?? 1));
    } else if (of !== undefined) this.#weights.push(of.count);
    if (offset !== undefined) this.#offset.push(numberOf(cells[offset] ?? "", () => this.#place(line, offset)));
    if (group !== undefined && cellOf(group) === null) {
      const message = `expected a group in every row, got ${quoted(cells[group] ?? "")}, a missing value`;
      throw cellFailure(this.#place(line, group), `${message}: leave such rows out, or give each a group of its own`);
    }
    for (let k = 0; k < texts.length; k++) (this.#texts[k] as string[]).push(cells[texts[k] as number] ?? "");
    if (this.#isOwnGroup) this.#texts.at(-1)?.push(String(line));
    this.#lines.push(line);
    this.rows++;
  }

  finish(how: HowRead): FileTable {
    const { features, target, failures, weights, offset } = this.#selection;
    if (failures === undefined && weights !== undefined)
      refuseWeights(this.#header.label, this.#header.names[weights] ?? "", this.#weights.all());
    const called = features.map((index) => this.#header.names[index] ?? "");
    const columns = new Map(this.#collectors.map((collector, j) => [called[j] ?? "", collector.finish()]));
    return {
      label: this.#header.label,
      features: called,
      target: this.#header.names[target] ?? "",
      table: new CellTable(this.rows, columns),
      codes: this.#codes.all(),
      weights: weights === undefined && failures === undefined ? undefined : this.#weights.all(),
      offset: offset === undefined ? undefined : this.#offset.all(),
      texts: this.#texts,
      lines: this.#lines.all(),
      how,
    };
  }

  #place(line: number, index: number): Place {
    return { label: this.#header.label, line, column: this.#header.names[index] ?? "" };
  }
}

class SparseFiller {
  readonly #label: string;
  readonly #selection: SparseSelection;
  readonly #classes: ClassReader;
  readonly #rows = new SparseRows((index) => index - 1);
  readonly #codes = new GrowingNumbers((length) => new Int32Array(length));
  readonly #lines = new GrowingNumbers((length) => new Int32Array(length));

  constructor(label: string, selection: SparseSelection, classes: ClassReader) {
    this.#label = label;
    this.#selection = selection;
    this.#classes = classes;
  }

  get rows(): number {
    return this.#rows.rows;
  }

  row({ label, indices, values, line }: SvmlightRow): void {
    this.#codes.push(this.#classes.codeOf(label, () => ({ label: this.#label, line, column: LABEL })));
    this.#rows.push(indices, values);
    this.#lines.push(line);
  }

  finish(how: HowRead): FileTable {
    const all = this.#rows.table();
    const { weights, offset, texts, features } = this.#selection;
    const lines = this.#lines.all();
    const numbersOf = (index: number | undefined): Float64Array | undefined => {
      if (index === undefined) return undefined;
      if (index <= all.columns) return all.column(index - 1);
      throw new Failure(`${this.#label}: no column ${index}: the largest index is ${all.columns}`);
    };
    const chosen = features(all.columns);
    const isAll = chosen.length === all.columns;
    const weightOf = numbersOf(weights);
    const below = weightOf?.findIndex((weight) => weight < 0) ?? -1;
    if (weightOf !== undefined && below >= 0) {
      const place = { label: this.#label, line: lines[below] ?? 0, column: String(weights) };
      throw cellFailure(place, `expected a weight of 0 or more, got ${weightOf[below]}`);
    }
    if (weightOf !== undefined) refuseWeights(this.#label, String(weights), weightOf);
    return {
      label: this.#label,
      features: chosen.map(String),
      target: LABEL,
      table: isAll ? all : all.pick(chosen.map((index) => index - 1)),
      codes: this.#codes.all(),
      weights: weightOf,
      offset: numbersOf(offset),
      texts: texts.map((index) => Array.from(numbersOf(index) ?? [], String)),
      lines,
      how,
    };
  }
}

/** Throws where all weights are 0. */
export function refuseWeights(label: string, column: string, weights: Float64Array): void {
  if (weights.some((weight) => weight > 0)) return;
  throw new Failure(`${label}: column ${quoted(column)}: expected a weight above 0 in some row, got only 0`);
}

/** Whether a name is one of a list, however it is written. */
export function isNamed(names: readonly string[] | undefined): (name: string) => boolean {
  const keys = new Set(names?.map(nameKey));
  return (name) => keys.has(nameKey(name));
}
