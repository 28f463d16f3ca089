import type { ColumnCells, ColumnProblem, TextedCells } from "../../table/columnCells.ts";
import { encoderOf } from "../../table/encoder.ts";
import type { ColumnEncoding } from "../../table/encoding.ts";
import { vectoriserOf } from "../../text/vocabulary.ts";
import type { Header } from "../read/columns.ts";
import { modelColumns } from "../read/dataColumns.ts";
import type { NamedModel } from "../read/modelFile.ts";
import { countText, nameText, numberText, plural } from "../write/layout.ts";
import type { Described } from "./describedColumn.ts";

/** How far the mean of a column may be from that in fit, in its standard deviations, without a word. */
const DRIFT = 0.25;
/** How much the share of a level may differ. */
const SHARE = 0.1;
const MOST_SHOWN = 3;

/** A column of new rows beside what a model was fitted to. */
interface ComparedColumn {
  readonly name: string;
  readonly missing: number;
  /** Texts that are no level of the column, or no numbers, and how many rows have them. */
  readonly unknown: readonly string[];
  readonly unknownRows: number;
  /** Rows beyond the range of the numbers in fit; null where that is not known. */
  readonly outsideRows: number | null;
  /** Of numbers: the difference of means in standard deviations in fit. Of levels: the largest difference of shares. */
  readonly drift: number | null;
  readonly notes: readonly string[];
}

/** How the columns of a file differ from those that a model was fitted to. */
export function compared(
  header: Header,
  columns: readonly (ColumnCells | ColumnProblem)[],
  rows: number,
  named: NamedModel,
): Described {
  const { model, features, provenance } = named;
  const { encoding } = model;
  const seen = model.toJSON().seen;
  const encoded = encoding === undefined ? [] : encoderOf(encoding).encoded;
  const ranges = (provenance.ranges ?? {}) as Readonly<Record<string, readonly [number, number]>>;
  const all = modelColumns(header, named).map((index, j): ComparedColumn => {
    const name = features[j] ?? "";
    const column = encoding?.columns[j] ?? { name, kind: "number" };
    const first = encoding === undefined ? j : encoded.findIndex((one) => one.name === name);
    const count = encoding === undefined ? 1 : encoded.filter((one) => one.name === name).length;
    const moments = {
      mean: seen?.mean.slice(first, first + count) ?? [],
      deviation: seen?.deviation.slice(first, first + count) ?? [],
    };
    return comparedColumn(column, columns[index] as ColumnCells | ColumnProblem, rows, moments, ranges[name]);
  });
  const head = ["column", "kind", "missing", "beside the model"];
  const kinds = features.map((_, j) => encoding?.columns[j]?.kind ?? "number");
  const texts = all.map(({ notes }) => (notes.length === 0 ? "as in fit" : notes.join("; ")));
  return {
    table: [
      head,
      ...all.map(({ name, missing }, j) => [nameText(name), kinds[j] ?? "", countText(missing), texts[j] ?? ""]),
    ],
    json: all,
  };
}

interface Moments {
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

function comparedColumn(
  column: ColumnEncoding,
  cells: ColumnCells | ColumnProblem,
  rows: number,
  moments: Moments,
  range: readonly [number, number] | undefined,
): ComparedColumn {
  const { name } = column;
  const nothing = { name, missing: 0, unknown: [], unknownRows: 0, outsideRows: null, drift: null };
  if ("problem" in cells) return { ...nothing, notes: [cells.problem] };
  const { missing } = cells;
  const gap =
    missing > 0 && column.fill === undefined ? [`${countText(missing)} missing, which the model refuses`] : [];
  if (column.kind === "text") return { ...nothing, missing, notes: [...gap, ...unknownTexts(column, cells)] };
  if (column.kind === "category") {
    if (cells.kind === "number") return { ...nothing, missing, notes: ["numbers where the model has levels"] };
    return { ...nothing, missing, ...levelsBeside(column, cells, rows - missing, moments, gap) };
  }
  if (cells.kind !== "number") {
    const unknown = cells.levels.slice(0, MOST_SHOWN);
    const notes = [
      ...gap,
      `texts where the model has numbers: ${unknown.map((text) => nameText(text, 20)).join(", ")}`,
    ];
    return { ...nothing, missing, unknown, unknownRows: rows - missing, notes };
  }
  const isPlain = column.transform === undefined;
  return {
    ...nothing,
    missing,
    ...numbersBeside(cells.numbers, rows - missing, isPlain ? moments : undefined, range, gap),
  };
}

/** How many texts of a column have no term that the model knows. */
function unknownTexts(column: Extract<ColumnEncoding, { kind: "text" }>, cells: ColumnCells): string[] {
  if (cells.kind !== "text") return [];
  const vectorOf = vectoriserOf(column);
  const isUnknown = cells.levels.map((text) => vectorOf(text).indices.length === 0);
  const count = cells.codes.reduce((sum, code) => sum + (isUnknown[code] ? 1 : 0), 0);
  return count === 0 ? [] : [`${plural(count, "text")} without a term that the model knows`];
}

function levelsBeside(
  { levels, pooled = [], reference }: Extract<ColumnEncoding, { kind: "category" }>,
  { codes, levels: texts }: TextedCells,
  there: number,
  { mean }: Moments,
  gap: readonly string[],
): Pick<ComparedColumn, "unknown" | "unknownRows" | "drift" | "notes"> {
  const counts = new Map<string, number>();
  for (const code of codes) {
    const level = texts[code];
    if (level !== undefined) counts.set(level, (counts.get(level) ?? 0) + 1);
  }
  const unknown = Array.from(counts.keys()).filter((level) => !levels.includes(level) && !pooled.includes(level));
  const unknownRows = unknown.reduce((sum, level) => sum + (counts.get(level) ?? 0), 0);
  const own = levels.filter((level) => level !== reference);
  let most: { level: string; before: number; now: number } | undefined;
  for (const [j, level] of own.entries()) {
    const before = mean[j];
    if (before === undefined || there === 0) continue;
    const now = (counts.get(level) ?? 0) / there;
    if (most === undefined || Math.abs(now - before) > Math.abs(most.now - most.before)) most = { level, before, now };
  }
  const drift = most === undefined ? null : most.now - most.before;
  const shown = unknown
    .slice(0, MOST_SHOWN)
    .map((level) => nameText(level, 20))
    .join(", ");
  const notes = [
    ...gap,
    ...(unknown.length === 0
      ? []
      : [`${countText(unknownRows)} rows of unknown levels: ${shown}${unknown.length > MOST_SHOWN ? ", ..." : ""}`]),
    ...(most === undefined || Math.abs(most.now - most.before) < SHARE
      ? []
      : [`share of ${nameText(most.level, 20)} ${most.before.toFixed(2)} in fit, ${most.now.toFixed(2)} here`]),
  ];
  return { unknown, unknownRows, drift, notes };
}

function numbersBeside(
  numbers: ArrayLike<number>,
  there: number,
  moments: Moments | undefined,
  range: readonly [number, number] | undefined,
  gap: readonly string[],
): Pick<ComparedColumn, "outsideRows" | "drift" | "notes"> {
  let sum = 0;
  let outsideRows = 0;
  for (let row = 0; row < numbers.length; row++) {
    const value = numbers[row] as number;
    if (Number.isNaN(value)) continue;
    sum += value;
    if (range !== undefined && (value < range[0] || value > range[1])) outsideRows++;
  }
  const { drift, notes: driftNotes } = driftOf(sum, there, moments);
  const notes = [
    ...gap,
    ...(outsideRows === 0
      ? []
      : [`${countText(outsideRows)} rows outside ${range?.map((end) => numberText(end)).join(" to ")}`]),
    ...driftNotes,
  ];
  return { outsideRows: range === undefined ? null : outsideRows, drift, notes };
}

/** How far the mean of so many numbers is from that in fit, in the standard deviations of fit. */
export function driftOf(
  sum: number,
  count: number,
  moments: Moments | undefined,
): Pick<ComparedColumn, "drift" | "notes"> {
  const [mean = Number.NaN] = moments?.mean ?? [];
  const [deviation = 0] = moments?.deviation ?? [];
  const drift = deviation > 0 && count > 0 ? (sum / count - mean) / deviation : null;
  if (drift === null || Math.abs(drift) < DRIFT) return { drift, notes: [] };
  const way = drift > 0 ? "above" : "below";
  return { drift, notes: [`mean ${numberText(sum / count)}, ${numberText(Math.abs(drift), 2)} sd ${way} that in fit`] };
}
