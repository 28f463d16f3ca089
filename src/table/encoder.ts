import { logF64 } from "../math/elementary.ts";
import { termNames, vectoriserOf } from "../text/vocabulary.ts";
import { levelOf, numberOf } from "./cells.ts";
import {
  type ColumnEncoder,
  type ColumnEncoding,
  type EncodedColumn,
  type LevelEncoding,
  type NumberEncoding,
  type PlainEncoder,
  POOLED,
  type TableEncoding,
  type TextEncoder,
  type TextEncoding,
} from "./encoding.ts";

type Target = { [at: number]: number };

/** The encoding of columns that are numbers as they are. */
export function numbersNamed(names: readonly string[]): TableEncoding {
  return { columns: names.map((name) => ({ name, kind: "number" as const })) };
}

/** How what has these names, or was made from a table, has its columns; undefined where these have no names. */
export function knownEncoding({
  encoding,
  features,
}: {
  readonly encoding?: TableEncoding | undefined;
  readonly features?: readonly string[] | undefined;
}): TableEncoding | undefined {
  return encoding ?? (features && numbersNamed(features));
}

/** A table's columns as columns of numbers. */
export interface Encoder {
  readonly columns: readonly ColumnEncoder[];
  /** What each entry of an encoded row stands for. */
  readonly encoded: readonly EncodedColumn[];
  /** Writes the products of an encoded row, whose columns are written. */
  writeProducts(target: Target, at: number): void;
}

export function encoderOf({ columns, interactions = [] }: TableEncoding): Encoder {
  const encoders = columns.map(encoderOfColumn);
  const encoded = encoders.flatMap((encoder) => encoder.encoded);
  const starts = new Map<string, number>();
  let start = 0;
  for (const { name, encoded: own } of encoders) {
    starts.set(name, start);
    start += own.length;
  }
  const products: [number, number][] = [];
  const all = [...encoded];
  const taken = new Set(encoded.map(keyOf));
  for (const [first, second] of interactions) {
    const part = (name: string) => {
      const from = starts.get(name) ?? 0;
      return encoded.slice(from, from + (encoders.find((one) => one.name === name)?.encoded.length ?? 0));
    };
    const pairs = part(first).flatMap((a) => part(second).map((b) => [a, b] as const));
    const plain = pairs.map(([a, b]) => productOf(a, b, String));
    // names with ":" in them may make two products look like one
    const isUnclear = new Set([...taken, ...plain.map(keyOf)]).size < taken.size + plain.length;
    const named = isUnclear ? pairs.map(([a, b]) => productOf(a, b, JSON.stringify)) : plain;
    for (const [k, [a, b]] of pairs.entries()) {
      products.push([encoded.indexOf(a), encoded.indexOf(b)]);
      all.push(named[k] as EncodedColumn);
      taken.add(keyOf(named[k] as EncodedColumn));
    }
  }
  return {
    columns: encoders,
    encoded: all,
    writeProducts: (target, at) => {
      for (let k = 0; k < products.length; ++k) {
        const [a, b] = products[k] as [number, number];
        target[at + encoded.length + k] = (target[at + a] as number) * (target[at + b] as number);
      }
    },
  };
}

function encoderOfColumn(column: ColumnEncoding): ColumnEncoder {
  return column.kind === "number" ? ofNumbers(column) : column.kind === "text" ? ofTexts(column) : ofLevels(column);
}

function keyOf({ name, level }: EncodedColumn): string {
  return JSON.stringify([name, level]);
}

function productOf(a: EncodedColumn, b: EncodedColumn, written: (text: string) => string): EncodedColumn {
  const levels = [a.level, b.level].filter((level) => level !== undefined);
  return {
    name: `${written(a.name)}:${written(b.name)}`,
    ...(levels.length > 0 && { level: levels.map(written).join(":") }),
    isNumber: a.isNumber || b.isNumber,
  };
}

function ofNumbers({ name, transform, knots, fill, indicator }: NumberEncoding): PlainEncoder {
  const bends = knots === undefined ? 0 : knots.length - 2;
  const encoded: EncodedColumn[] = [{ name, isNumber: true }];
  for (let k = 1; k <= bends; ++k) encoded.push({ name, level: `spline ${k}`, isNumber: true });
  if (indicator) encoded.push({ name, level: "missing", isNumber: false });
  return {
    name,
    kind: "number",
    encoded,
    code: numberOf,
    ones: 0,
    write: (code, target, at) => {
      const isMissing = Number.isNaN(code);
      const value = isMissing ? (fill ?? Number.NaN) : code;
      const taken = transform === undefined ? value : transform === "log" ? logF64(value) : log1p(value);
      target[at] = taken;
      for (let k = 0; k < bends; ++k) target[at + 1 + k] = bend(taken, knots as number[], k);
      if (indicator) target[at + 1 + bends] = isMissing ? 1 : 0;
      return Number.isFinite(taken);
    },
  };
}

/**
 * log(1 + x) to a few last digits, x far from 0 or near it: W. Kahan's, by arithmetic that every engine rounds alike.
 */
function log1p(x: number): number {
  const u = 1 + x;
  return u === 1 ? x : logF64(u) * (x / (u - 1));
}

/**
 * The k-th bend of a restricted cubic spline, in units of the number: cubic between the knots, linear beyond the outer
 * two (F. E. Harrell, Regression Modeling Strategies, 2015, section 2.4.5).
 */
function bend(x: number, t: readonly number[], k: number): number {
  const last = t[t.length - 1] as number;
  const before = t[t.length - 2] as number;
  const knot = t[k] as number;
  const cube = (value: number): number => (value > 0 ? value * value * value : 0);
  const span = last - (t[0] as number);
  const tail = (cube(x - before) * (last - knot) - cube(x - last) * (before - knot)) / (last - before);
  return (cube(x - knot) - tail) / (span * span);
}

/** A name that no level has: in further parentheses where one is called so. */
function unlike(levels: readonly string[], name: string): string {
  return levels.includes(name) ? unlike(levels, `(${name})`) : name;
}

function ofLevels({ name, levels, reference, pooled = [], fill, indicator, other }: LevelEncoding): PlainEncoder {
  const own = levels.filter((level) => level !== reference);
  const all = [...levels, ...pooled];
  const names = [...own, ...(pooled.length > 0 ? [unlike(all, POOLED)] : [])];
  const width = names.length;
  const encoded = [...names, ...(indicator ? [unlike(all, "missing")] : [])].map((level) => ({
    name,
    level,
    isNumber: false,
  }));
  // the code of a level is its column; the reference has the first that is none
  const codes = new Map(own.map((level, code) => [level, code]));
  for (const level of pooled) codes.set(level, width - 1);
  const [none, unknown] = [width, width + 1];
  if (reference !== undefined) codes.set(reference, none);
  return {
    name,
    kind: "category",
    encoded,
    code: (cell) => {
      const level = levelOf(cell);
      if (level === null) return Number.NaN;
      return level === undefined ? undefined : (codes.get(level) ?? (other && unknown));
    },
    ones: width,
    write: (code, target, at) => {
      const isMissing = Number.isNaN(code);
      const shares = isMissing ? fill : code === unknown ? other : undefined;
      for (let k = 0; k < width; ++k)
        target[at + k] = shares === undefined ? (k === code ? 1 : 0) : (shares[k] as number);
      if (indicator) target[at + width] = isMissing ? 1 : 0;
      return !isMissing || fill !== undefined;
    },
  };
}

/** No entry: a missing text that counts as one without terms. */
const NO_TERMS = { indices: /* @__PURE__ */ new Uint32Array(0), values: /* @__PURE__ */ new Float64Array(0) };

function ofTexts(column: TextEncoding): TextEncoder {
  const { name, fill, indicator } = column;
  const terms = termNames(column);
  const names = indicator ? [...terms, unlike(terms, "missing")] : terms;
  const missing = indicator ? { indices: Uint32Array.of(terms.length), values: Float64Array.of(1) } : NO_TERMS;
  // made once a text is asked for: who only wants names does not pay for the index of all terms
  let vectorOf: ReturnType<typeof vectoriserOf> | undefined;
  return {
    name,
    kind: "text",
    encoded: names.map((level) => ({ name, level, isNumber: false })),
    vector: (cell) => {
      const text = levelOf(cell);
      if (text === null) return fill && missing;
      if (text === undefined) return undefined;
      vectorOf ??= vectoriserOf(column);
      return vectorOf(text);
    },
  };
}
