import { listed } from "../failure.ts";
import type { NamedModel } from "./modelFile.ts";
import type { ReadOptions } from "./readOptions.ts";

/** What the options of a command say of how to read its data file. */
export function readingOf(options: {
  readonly delimiter?: string;
  readonly header: boolean;
  readonly encoding?: string;
  readonly na?: readonly string[];
}): ReadOptions {
  return {
    delimiter: options.delimiter,
    header: options.header ? undefined : false,
    encoding: options.encoding,
    na: options.na?.flatMap((texts) => texts.split(",")).map((text) => text.trim()),
  };
}

/**
 * The same for rows that a model is to score: what means a missing value is what it was in training, unless --na says.
 */
export function readingFor(named: NamedModel, options: Parameters<typeof readingOf>[0]): ReadOptions {
  const reading = readingOf(options);
  return { ...reading, na: reading.na ?? named.na };
}

/** Which texts were taken for a missing value, for a line of a report; undefined where they are the customary ones. */
export function naText({ na }: ReadOptions, named: NamedModel | undefined, given: unknown): string | undefined {
  if (na === undefined) return undefined;
  const texts = listed(na, "or");
  return given === undefined && named !== undefined ? `${texts}, as in training` : texts;
}
