import { isArray } from "../check/values.ts";
import { encoderOf } from "../table/encoder.ts";
import type { ColumnEncoding, LevelEncoding, NumberEncoding, TableEncoding, TextEncoding } from "../table/encoding.ts";
import { invalidModel, isFiniteNumber, isRecord, isString, readEntries, rejectOtherKeys } from "./entries.ts";
import { readVocabulary, VOCABULARY } from "./vocabularyJson.ts";

const NUMBER = ["name", "kind", "transform", "knots", "fill", "indicator"];
const LEVELS = ["name", "kind", "levels", "isBoolean", "reference", "pooled", "fill", "indicator", "other"];
const TEXT = ["name", "kind", "fill", "indicator", ...VOCABULARY];

/** The section of a model's columns that a fit to a table leaves. @throws LogitTypeError INVALID_MODEL */
export function readEncoding(value: unknown, coefficients: number): TableEncoding {
  const where = "encoder";
  if (!isRecord(value)) throw invalidModel(`${where} to be an object, as toJSON writes it`, value);
  rejectOtherKeys(value, ["columns", "interactions"], `${where}.`);
  const columns = readEntries(`${where}.columns`, "columns", value.columns, isRecord).map(readColumn);
  const names = columns.map(({ name }) => name);
  if (new Set(names).size < names.length)
    throw invalidModel(`${where}.columns to have different names`, names.join(", "));
  const isPair = (pair: unknown): pair is [string, string] =>
    Array.isArray(pair) && pair.length === 2 && pair[0] !== pair[1] && pair.every((name) => names.includes(name));
  const { interactions } = value;
  const encoding: TableEncoding = {
    columns,
    ...(interactions !== undefined && {
      interactions: readEntries(`${where}.interactions`, "pairs of its columns", interactions, isPair),
    }),
  };
  const encoded = encoderOf(encoding).encoded.length;
  if (encoded === coefficients) return encoding;
  throw invalidModel(`${where} to make ${coefficients} columns, one a coefficient`, encoded);
}

function readColumn(column: Record<string, unknown>, at: number): ColumnEncoding {
  const where = `encoder.columns[${at}]`;
  const { name, kind, indicator, fill } = column;
  if (!isString(name)) throw invalidModel(`${where}.name to be a string`, name);
  if (kind !== "number" && kind !== "category" && kind !== "text") {
    throw invalidModel(`${where}.kind to be "number", "category" or "text"`, kind);
  }
  rejectOtherKeys(column, kind === "number" ? NUMBER : kind === "text" ? TEXT : LEVELS, `${where}.`);
  if (indicator !== undefined && indicator !== true) throw invalidModel(`${where}.indicator to be true`, indicator);
  if (indicator && fill === undefined) throw invalidModel(`${where}.fill beside an indicator`, fill);
  if (kind === "number") return readNumbers(column, where);
  return kind === "text" ? readText(column, where) : readLevels(column, where);
}

function readNumbers(column: Record<string, unknown>, where: string): NumberEncoding {
  const { transform, knots, fill } = column;
  if (fill !== undefined && !isFiniteNumber(fill)) throw invalidModel(`${where}.fill to be a finite number`, fill);
  if (transform !== undefined && transform !== "log" && transform !== "log1p") {
    throw invalidModel(`${where}.transform to be "log" or "log1p"`, transform);
  }
  if (knots !== undefined) {
    const values = readEntries(`${where}.knots`, "finite numbers", knots, isFiniteNumber);
    const rise = values.every((knot, k) => k === 0 || knot > (values[k - 1] as number));
    if (values.length < 3 || !rise) throw invalidModel(`${where}.knots to be 3 or more, rising`, values.join(", "));
  }
  return { ...column } as unknown as NumberEncoding;
}

function readText(column: Record<string, unknown>, where: string): TextEncoding {
  if (column.fill !== undefined && column.fill !== true) throw invalidModel(`${where}.fill to be true`, column.fill);
  readVocabulary(column, where);
  return { ...column } as unknown as TextEncoding;
}

function readLevels(column: Record<string, unknown>, where: string): LevelEncoding {
  const { levels, reference, pooled, isBoolean, fill, other } = column;
  const texts = "different texts";
  // all of them may be rare
  const own = isArray(levels) && levels.length === 0 ? [] : readEntries(`${where}.levels`, texts, levels, isString);
  const rare = pooled === undefined ? [] : readEntries(`${where}.pooled`, texts, pooled, isString);
  const all = [...own, ...rare];
  if (new Set(all).size < all.length) throw invalidModel(`${where}.levels to be ${texts}`, all.join(", "));
  if (isBoolean !== undefined && isBoolean !== true) throw invalidModel(`${where}.isBoolean to be true`, isBoolean);
  if (reference !== undefined && !own.includes(reference as string)) {
    throw invalidModel(`${where}.reference to be one of its levels`, reference);
  }
  const width = own.length + (rare.length > 0 ? 1 : 0) - (reference === undefined ? 0 : 1);
  for (const [name, shares] of Object.entries({ fill, other })) {
    if (shares === undefined) continue;
    if (width === 0 && isArray(shares) && shares.length === 0) continue;
    readEntries(`${where}.${name}`, `${width} finite numbers`, shares, isFiniteNumber, width);
  }
  return { ...column } as unknown as LevelEncoding;
}
