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
