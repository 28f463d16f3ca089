/** The ways out that a message names, in the words of who reads it: of the library, or of the command line. */
export interface Advice {
  /** How to leave these columns out. */
  readonly drop: (names: readonly string[]) => string;
  /** How to have these columns as categories, or as texts. */
  readonly kind: (names: readonly string[], kind: "category" | "text") => string;
  /** How to say what is done with missing values of these columns, or to do without the columns. */
  readonly missing: (names: readonly string[]) => string;
  /** How to leave out the rows whose label is missing. */
  readonly dropRows: string;
  /** How to say that texts mean a missing value; undefined where it cannot be said. */
  readonly words: (texts: readonly string[]) => string | undefined;
}

export const OPTIONS_ADVICE: Advice = {
  drop: (names) => `drop: [${names.map((name) => JSON.stringify(name)).join(", ")}]`,
  kind: (names, kind) => {
    const settings = names.map((name) => `${JSON.stringify(name)}: { kind: "${kind}" }`);
    return `columns: { ${settings.join(", ")} }`;
  },
  missing: (names) => `missing: "drop", "mean", "median" or "indicator", or ${OPTIONS_ADVICE.drop(names)}`,
  dropRows: `missing: "drop", of all columns or of that one by name`,
  words: (texts) => `null in the place of ${texts.map((text) => JSON.stringify(text)).join(" and ")}`,
};

/** The same where the columns are those of an encoding that is taken over, which says what stands in. */
export function dropByName(names: readonly string[]): string {
  return `missing: { ${names.map((name) => `${JSON.stringify(name)}: "drop"`).join(", ")} }`;
}
