import type { TextVector, Vocabulary } from "../text/vocabulary.ts";

/** How each column of a table becomes columns of numbers: plain data, a section of the model file. */

/** A column of numbers. */
export interface NumberEncoding {
  /** The name of the column. */
  readonly name: string;
  /** Tells it from a column of levels. */
  readonly kind: "number";
  /** What is taken of each number: its logarithm, or that of 1 plus it. */
  readonly transform?: "log" | "log1p";
  /** Knots of a restricted cubic spline, rising: one column for the number and k - 2 for its bends. */
  readonly knots?: readonly number[];
  /** What stands in for a missing number, before the transform. Without it a missing number is refused. */
  readonly fill?: number;
  /** Whether a further column is 1 where the number is missing. */
  readonly indicator?: true;
}

/** A column of levels: texts, or booleans as "false" and "true". */
export interface LevelEncoding {
  /** The name of the column. */
  readonly name: string;
  /** Tells it from a column of numbers. */
  readonly kind: "category";
  /** Those with a column of their own, and the reference, by code unit. */
  readonly levels: readonly string[];
  /** Whether the levels are those of booleans. */
  readonly isBoolean?: true;
  /** The level without a column: all columns are 0 there. */
  readonly reference?: string;
  /** Rare levels, which share one column. */
  readonly pooled?: readonly string[];
  /** What the columns are where the level is missing. Without it a missing level is refused. */
  readonly fill?: readonly number[];
  /** Whether a further column is 1 where the level is missing. */
  readonly indicator?: true;
  /** What the columns are where the level is unknown. Without it an unknown level is refused. */
  readonly other?: readonly number[];
}

/** A column of texts, with the vocabulary that it was learnt with. */
export interface TextEncoding extends Vocabulary {
  /** The name of the column. */
  readonly name: string;
  /** Tells it from a column of numbers or of levels. */
  readonly kind: "text";
  /** Whether a missing text counts as one without terms. Without it a missing text is refused. */
  readonly fill?: true;
  /** Whether a further column is 1 where the text is missing. */
  readonly indicator?: true;
}

export type ColumnEncoding = NumberEncoding | LevelEncoding | TextEncoding;

/** Columns in the order in which they are encoded, then the products of some. */
export interface TableEncoding {
  /** Those that a row is made of. */
  readonly columns: readonly ColumnEncoding[];
  /** Pairs of names: each encoded column of the first times each of the second. */
  readonly interactions?: readonly (readonly [string, string])[];
}

/** What an encoded column stands for. */
export interface EncodedColumn {
  /** The column of the table, or two joined by ":". */
  readonly name: string;
  /**
   * The level, the term of a text, "spline 1" for the first bend of a spline, "(rare)" for pooled ones or "missing", in
   * parentheses of their own where a level is called so; two of an interaction joined by ":", in quotes where the names
   * would not tell which two.
   */
  readonly level?: string;
  /**
   * Whether it holds numbers, which a penalty standardises; columns of 0 and 1 for levels are penalised as they are.
   */
  readonly isNumber: boolean;
}

/** What an encoded column is called in a report: "plan=pro" of a level. */
export function encodedName({ name, level }: EncodedColumn): string {
  return level === undefined ? name : `${name}=${level}`;
}

/** The name of the column that pooled levels share. */
export const POOLED = "(rare)";

/** How a column becomes its part of an encoded row. */
export type ColumnEncoder = PlainEncoder | TextEncoder;

/** Of a column of texts, whose part has few entries that are not 0. */
export interface TextEncoder {
  readonly name: string;
  readonly kind: "text";
  readonly encoded: readonly EncodedColumn[];
  /** The entries of a cell; undefined where it is nothing that can be encoded. */
  vector(cell: unknown): TextVector | undefined;
}

/** Of a column of numbers or of levels. */
export interface PlainEncoder {
  readonly name: string;
  readonly kind: "number" | "category";
  readonly encoded: readonly EncodedColumn[];
  /**
   * The number of a cell, or of its level; NaN where it is missing, undefined where it is nothing that can be encoded.
   */
  code(cell: unknown): number | undefined;
  /** How many codes, from 0 on, are those of the column that is 1 while all others are 0; none of numbers. */
  readonly ones: number;
  /** Writes the columns of a code. False where it cannot be: a missing one without a fill, or no logarithm. */
  write(code: number, target: { [at: number]: number }, at: number): boolean;
}
