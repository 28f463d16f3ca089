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
}

/** How a file was read, as far as that was found out rather than said. */
export interface HowRead {
  /** "gzip", "JSON lines" and "svmlight" as well. */
  readonly format?: string | undefined;
  readonly delimiter?: string | undefined;
  readonly decimalComma?: boolean | undefined;
  readonly noHeader?: boolean | undefined;
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
