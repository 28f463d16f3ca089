/** What the command line says of how a file is to be read. */
export interface ReadOptions {
  /** Where --delimiter was given. */
  readonly delimiter?: string | undefined;
  /** false where --no-header was given. */
  readonly header?: boolean | undefined;
  /** Where --encoding was given. */
  readonly encoding?: string | undefined;
  /** The values of --na. */
  readonly na?: readonly string[] | undefined;
  /** The largest index of a model's columns: an svmlight file has at least as many, for zeros are not written. */
  readonly leastIndex?: number | undefined;
}

/** How a file was read, as far as that was found out rather than said. */
export interface HowRead {
  /** "gzip", "JSON lines" and "svmlight" as well. */
  readonly format?: string | undefined;
  readonly delimiter?: string | undefined;
  readonly decimalComma?: boolean | undefined;
  readonly noHeader?: boolean | undefined;
  /** The largest index of an svmlight file, where that is above `leastIndex`. */
  readonly beyond?: number | undefined;
}

const NAMES: Readonly<Record<string, string>> = { ",": "commas", ";": "semicolons", "\t": "tabs", "|": "pipes" };

/** In words, for a line of a report; undefined where there is nothing to say. */
export function howReadText({ format, delimiter, decimalComma, noHeader }: HowRead): string | undefined {
  const parts = [
    ...(format === undefined ? [] : [format]),
    ...(delimiter === undefined ? [] : [`cells separated by ${NAMES[delimiter] ?? JSON.stringify(delimiter)}`]),
    ...(decimalComma ? ["decimal commas"] : []),
    ...(noHeader ? ["no header: the columns are V1, V2, ..."] : []),
  ];
  return parts.length === 0 ? undefined : parts.join(", ");
}

/**
 * What is said of columns of an svmlight file that a model has none for, undefined where there are none. Further
 * columns of other files, which have names, are an id or the target as a rule; these are numbers that a model was to
 * have.
 */
export function passedOverText(
  { beyond }: HowRead,
  { leastIndex = 0 }: ReadOptions,
  file: string,
  model: string,
): string | undefined {
  if (beyond === undefined) return undefined;
  const columns = beyond === leastIndex + 1 ? `column ${beyond} is` : `columns ${leastIndex + 1} to ${beyond} are`;
  return `${file}: ${columns} passed over: ${model} has none above ${leastIndex}`;
}
