/**
 * Texts that say that a value is missing, unless they are quoted: those of pandas, and the question mark of the UCI
 * repository.
 */
const CUSTOMARY = [
  ...["NA", "N/A", "#N/A", "#N/A N/A", "#NA", "NaN", "-NaN", "NULL", "None", "<NA>", "?"],
  ...["na", "n/a", "nan", "-nan", "null", "none", "1.#IND", "-1.#IND", "1.#QNAN", "-1.#QNAN"],
];

/** What a cell of a file has to be for its value to be missing. */
export interface MissingTexts {
  /** A cell as a table has it: null where the value is missing. */
  readonly cell: (text: string, isQuoted: boolean) => string | null;
}

/** @param given the values of --na, which take the place of the customary texts and count in quotes as well */
export function missingTexts(given: readonly string[] | undefined): MissingTexts {
  const texts = new Set(given ?? CUSTOMARY);
  const inQuotes = given !== undefined;
  return {
    cell: (text, isQuoted) => {
      if (text === "") return isQuoted ? text : null;
      return texts.has(text) && (inQuotes || !isQuoted) ? null : text;
    },
  };
}
