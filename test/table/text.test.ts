import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { crossValidate, Dataset, LogisticRegression, regularizationPath } from "../../src/index.ts";
import { loadModel } from "../../src/predict/index.ts";
import { learnVocabulary } from "../../src/text/learnVocabulary.ts";
import { type TextSettings, textSettings } from "../../src/text/settings.ts";
import { countTerms } from "../../src/text/termCounts.ts";
import { columnsOf, vectoriserOf } from "../../src/text/vocabulary.ts";
import { expectBits } from "./bits.ts";
import { columnsOf as columnsOfRows } from "./customers.ts";
import { type Message, messages, TARGET } from "./messages.ts";

// biome-ignore lint/suspicious/noExplicitAny: what a JavaScript program may give
type Anything = any;

const labelsOf = (rows: readonly Message[]): string[] => rows.map(({ label }) => label);
const fitTo = (rows: Anything, options: object = {}, model: object = {}): LogisticRegression =>
  new LogisticRegression(model).fit(rows, { ...TARGET, ...options } as Anything);
const asked = (settings: object): Anything => ({ columns: { text: settings } });
/** How the texts are encoded. */
const textOf = ({ encoding }: LogisticRegression): Anything => encoding?.columns.find(({ name }) => name === "text");
/** The rows with other texts, by their place. */
const withTexts = (textAt: (i: number) => unknown): Anything[] =>
  messages.map((row, i) => ({ ...row, text: textAt(i) }));

/** The encoding of messages by the functions of src/text and by hand: terms, the number, three levels. */
function byHand(training: readonly Message[], settings: TextSettings = {}) {
  const checked = textSettings(settings, "by hand");
  const texts = training.map(({ text }) => text);
  const vocabulary = learnVocabulary(countTerms(texts, checked), checked);
  const vectorOf = vectoriserOf(vocabulary);
  const terms = columnsOf(vocabulary);
  const rowsOf = (rows: readonly Message[]) => {
    const entries = rows.map(({ text, length, from }) => {
      const { indices, values } = vectorOf(text);
      return {
        columns: [...indices, terms, terms + 1 + ["mail", "phone", "web"].indexOf(from)],
        values: [...values, length, 1],
      };
    });
    const indptr = new Uint32Array(rows.length + 1);
    for (const [i, { columns }] of entries.entries()) indptr[i + 1] = (indptr[i] as number) + columns.length;
    return {
      data: Float64Array.from(entries.flatMap(({ values }) => values)),
      indices: Uint32Array.from(entries.flatMap(({ columns }) => columns)),
      indptr,
      shape: [rows.length, terms + 4] as [number, number],
    };
  };
  /** Numbers are standardised, terms and levels are not. */
  const standardize = Array.from({ length: terms + 4 }, (_, j) => j === terms);
  return { vocabulary, rowsOf, standardize };
}

const model = fitTo(messages);

describe("a column of texts", () => {
  it("is found where most cells are texts of their own and of three words or more", () => {
    expect(textOf(model)).toEqual({ name: "text", kind: "text", ...byHand(messages).vocabulary });
    expect(textOf(model).wordTerms).toContain("prize");
  });

  it("gives the same bits by rows, columns, a Dataset, and with workers or without", async () => {
    const { label, ...columns } = columnsOfRows(messages);
    const fits = {
      columns: new LogisticRegression().fit(columns, label),
      dataset: new LogisticRegression().fit(Dataset.from(messages, TARGET)),
      async: await new LogisticRegression().fitAsync(messages, { ...TARGET, workers: 0 }),
    };
    for (const one of Object.values(fits)) {
      expectBits([...one.coef, one.intercept], [...model.coef, model.intercept]);
      expect(one.encoding).toEqual(model.encoding);
    }
  });

  it.each([{}, { l2: 0.1 }, { l1: 0.01 }, { l1: 0.005, l2: 0.01 }])(
    "is fitted as sparse rows made by hand are: %o",
    (penalty) => {
      const { rowsOf, standardize } = byHand(messages);
      const hand = new LogisticRegression({ ...penalty, standardize, tolerance: 1e-14 });
      hand.fit(rowsOf(messages), labelsOf(messages));
      const table = fitTo(messages, {}, { ...penalty, tolerance: 1e-14 });
      const z = table.decisionFunction(messages);
      for (const [i, expected] of hand.decisionFunction(rowsOf(messages)).entries())
        expect(Math.abs((z[i] as number) - expected), `row ${i}`).toBeLessThan(1e-8);
    },
  );

  it("is predicted bit for bit from rows, columns, one row, and by logit-wasm/predict of the file", () => {
    const p = model.predictProba(messages);
    const { label: _, ...columns } = columnsOfRows(messages);
    expectBits(model.predictProba(columns), p);
    expectBits(
      messages.map((row) => model.predictOne(row).probability),
      p,
    );
    const loaded = loadModel(JSON.stringify(model));
    expectBits(loaded.predictProba(messages), p);
    for (const row of messages) expect(loaded.predictOne(row)).toEqual(model.predictOne(row));
    expectBits(LogisticRegression.fromJSON(JSON.stringify(model)).predictProba(messages), p);
  });

  it("takes no account of words that it does not know, and reads a text of none as one without terms", () => {
    const row = messages[0] as Message;
    const more = { ...row, text: `unheard ${row.text.toUpperCase()} of zzz` };
    expect(model.predictOne(more)).toEqual(model.predictOne(row));
    const none = model.predictOne({ ...row, text: "quite unheard of" });
    expect(model.predictOne({ ...row, text: "" })).toEqual(none);
    expect(none).not.toEqual(model.predictOne(row));
  });

  it("ranks its terms among the coefficients, and leaves coef in the order of the vocabulary", () => {
    const options = { features: ["length", "text", "from"], missing: "indicator" };
    const ranked = fitTo(
      withTexts((i) => (i % 9 === 1 ? null : messages[i]?.text)),
      options,
    );
    const { wordTerms } = textOf(ranked);
    const names = [undefined, ...wordTerms, "missing", "mail", "phone", "web"];
    const rows = ranked.coefficients.slice(1);
    const [length, ...others] = rows;
    expect(length).toMatchObject({ name: "length", estimate: ranked.coef[0] });
    const terms = others.slice(0, wordTerms.length + 1);
    const sizes = terms.map(({ estimate }) => Math.abs(estimate as number));
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    expect(terms.some(({ estimate }) => (estimate as number) < 0)).toBe(true);
    for (const { level, estimate } of rows) expect(estimate, level).toBe(ranked.coef[names.indexOf(level)]);
    expect(rows.slice(-3).map(({ level }) => level)).toEqual(["mail", "phone", "web"]);
    expect(rows).toHaveLength(ranked.coef.length);
  });

  it("speaks in terms: coefficients, the printed model, the schema of a record", () => {
    const terms = model.coefficients.filter(({ name }) => name === "text").map(({ level }) => level);
    expect(new Set(terms)).toEqual(new Set(textOf(model).wordTerms));
    expect(inspect(model)).toMatch(/^ {2}text=claim +-0\.\d+$/m);
    expect(model.features).toEqual(["text", "length", "from"]);
    expect(model.schema().properties.text).toEqual({ type: "string" });
  });
});

describe("a column is taken for one of texts", () => {
  const kindOf = (textAt: (i: number) => unknown, model = {}): string => {
    return textOf(fitTo(withTexts(textAt), {}, model)).kind;
  };
  const some = (i: number, words: number): string => ["free", "prize", `number${i}`, "now"].slice(4 - words).join(" ");

  it("where more than half of its cells are distinct", () => {
    expect(kindOf((i) => some(i % 41, 3))).toBe("text");
    expect(kindOf((i) => some(i % 40, 3))).toBe("category");
    // of the cells that are there
    expect(kindOf((i) => (i % 2 === 0 ? some(i, 3) : ""))).toBe("text");
  });

  it("where the median cell has three words or more", () => {
    expect(kindOf((i) => some(i, i % 2 === 0 ? 3 : 2))).toBe("text");
    const shorter = () => kindOf((i) => some(i, i % 2 === 0 || i === 1 ? 2 : 3));
    expect(shorter).toThrow('column "text": 80 distinct texts in 80 rows, such as "number0 now": likely an identifier');
  });

  it("but only under a penalty, in rows and in a Dataset alike", () => {
    const message =
      'X: column "text": 80 distinct texts in 80 rows, such as "prize number0 now": ' +
      'likely an identifier: say drop: ["text"], or columns: { "text": { kind: "text" } }';
    const rows = messages.map((row, i) => ({ ...row, text: some(i, 3) }));
    const free = new LogisticRegression({ l2: 0 });
    expect(() => free.fit(rows, TARGET)).toThrow(message);
    expect(() => free.fit(Dataset.from(rows, TARGET))).toThrow(message);
    const asked = { ...TARGET, columns: { text: { kind: "text" } } } as const;
    expect(free.fit(Dataset.from(rows, asked)).encoding).toEqual(free.fit(rows, asked).encoding);
  });

  it("where they are more than levels may be", () => {
    const rows = messages.map((row, i) => ({ ...row, text: some(i % 25, 3) }));
    expect(textOf(fitTo(rows, { maxLevels: 24 })).kind).toBe("text");
    expect(textOf(fitTo(rows, { maxLevels: 25 })).kind).toBe("category");
  });

  it("under a penalty: without one it is refused as an identifier, unless it is asked for", () => {
    expect(() => fitTo(messages, {}, { l2: 0 })).toThrow(
      'X: column "text": 80 distinct texts in 80 rows, such as "tomorrow you dinner please you": likely an ' +
        'identifier: say drop: ["text"], or columns: { "text": { kind: "text" } }',
    );
    const free = fitTo(messages, asked({ kind: "text", maxTerms: 3 }), { l2: 0 });
    expect(textOf(free).wordTerms).toHaveLength(3);
  });

  it("where it is asked for, whatever its cells", () => {
    const levels = fitTo(messages, { columns: { from: { kind: "text" } } });
    expect(levels.encoding?.columns[2]).toMatchObject({ kind: "text", wordTerms: ["mail", "phone", "web"] });
    const numbers = fitTo(messages, { columns: { length: { weighting: "binary" } } });
    expect(numbers.encoding?.columns[1]).toMatchObject({ kind: "text", weighting: "binary", texts: 80 });
  });

  it("and is none where it is asked to be a category", () => {
    expect(textOf(fitTo(messages, asked({ kind: "category" })))).toMatchObject({ kind: "category" });
  });
});

describe("settings of a column of texts", () => {
  const CASES: readonly TextSettings[] = [
    { words: [1, 2] },
    { characters: [3, 4] },
    { words: [1, 1], characters: [2, 3] },
    { minCount: 14 },
    { maxShare: 0.25 },
    { maxTerms: 7 },
    { weighting: "count" },
    { weighting: "binary" },
    { lowercase: false },
    { stopWords: ["to the", "you"] },
    { words: [1, 3], characters: [3, 5], minCount: 3, maxShare: 0.4, maxTerms: 60, weighting: "count" },
  ];
  const plain = byHand(messages).vocabulary;

  it.each(CASES)("%o are those of src/text, learnt and predicted", (settings) => {
    const { vocabulary, rowsOf } = byHand(messages, settings);
    expect(vocabulary).not.toEqual(plain);
    const asTold = fitTo(messages, asked(settings));
    expect(textOf(asTold)).toEqual({ name: "text", kind: "text", ...vocabulary });
    const known = LogisticRegression.of({ coef: asTold.coef, intercept: asTold.intercept, classes: ["ham", "spam"] });
    expectBits(asTold.decisionFunction(messages), known.decisionFunction(rowsOf(messages)));
  });
});

describe("a missing text", () => {
  const isMissing = (i: number): boolean => i % 10 === 3;
  const holed = withTexts((i) => (isMissing(i) ? null : messages[i]?.text));
  const row = messages[0] as Message;

  it("is refused in fit, with the ways out", () => {
    expect(() => fitTo(holed)).toThrow(
      'X: expected no missing values, got them in 1 column ("text" 8; 8 of 80 rows in all): say missing: "drop", ' +
        '"mean", "median" or "indicator", or drop: ["text"]',
    );
  });

  it("is refused in prediction where the fit had none, or NaN where that is asked for", () => {
    const at = 'X: expected a value, got a missing one (null) at row 3, column "text"';
    expect(() => model.predictProba(holed)).toThrow(at);
    expect(() => loadModel(JSON.stringify(model)).predictProba(holed)).toThrow(at);
    const z = model.decisionFunction(holed, { invalid: "nan" });
    expect(Array.from(z, Number.isNaN)).toEqual(holed.map((_, i) => isMissing(i)));
  });

  it("leaves its row out with drop", () => {
    const kept = messages.filter((_, i) => !isMissing(i));
    const dropped = fitTo(holed, { missing: "drop" });
    expectBits(dropped.coef, fitTo(kept).coef);
    expect(textOf(dropped).texts).toBe(72);
  });

  it.each(["mean", "median", "indicator"] as const)("counts as one without terms with %s", (missing) => {
    const filled = fitTo(holed, { missing });
    const terms = textOf(filled).wordTerms.length;
    // a text of nothing that is a word
    const empty = fitTo(withTexts((i) => (isMissing(i) ? "-" : messages[i]?.text)));
    expect(textOf(filled)).toMatchObject({ texts: 80, documents: textOf(empty).documents, fill: true });
    const z = filled.decisionFunction(holed);
    if (missing !== "indicator")
      return expectBits(z, empty.decisionFunction(holed.map((one) => ({ ...one, text: one.text ?? "-" }))));
    const own = filled.coefficients.find(({ name, level }) => name === "text" && level === "missing");
    expect(own?.estimate).not.toBe(0);
    expectBits([filled.coef[terms] as number], [own?.estimate as number]);
    const without = filled.predictOne({ ...row, text: "-" }).logOdds;
    expect(filled.predictOne({ ...row, text: null as never }).logOdds - without).toBeCloseTo(
      own?.estimate as number,
      12,
    );
    expectBits(loadModel(JSON.stringify(filled)).decisionFunction(holed), z);
  });

  it("is told from a word that is called missing", () => {
    const texts = holed.map((one, i) => ({ ...one, text: one.text && `${one.text}${i % 4 === 0 ? " missing" : ""}` }));
    const levels = fitTo(texts, { missing: "indicator" }).coefficients.map(({ level }) => level);
    expect(levels).toEqual(expect.arrayContaining(["missing", "(missing)"]));
  });
});

describe.each<[what: string, settings: TextSettings & { kind?: "text" }]>([
  ["found by itself", {}],
  ["found by itself, told a minCount", { minCount: 7 }],
  ["that is asked for", { kind: "text", minCount: 7 }],
])("crossValidate over a column of texts %s", (_, { kind, ...settings }) => {
  const FOLDS = 4;
  const foldOf = messages.map((_, i) => i % FOLDS);
  const PATH = { lambdas: [0.1, 0.03, 0.01], l1Ratio: 0.5, tolerance: 1e-12 };
  const options = { ...TARGET, ...asked({ kind, ...settings }) };
  // a word of one fold alone, and one of 8 texts, of which two folds hold out 4
  const rare = withTexts((i) => {
    const more = foldOf[i] === 1 ? " onlyone" : i % 20 === 2 || i % 20 === 3 ? " scarce" : "";
    return `${messages[i]?.text}${more}`;
  }) as Message[];
  const withoutFold = (fold: number): Message[] => rare.filter((_, i) => foldOf[i] !== fold);

  /** The mean log loss at each lambda of a loop that learns the terms of each fold anew. */
  function lossesByHand(): number[] {
    const losses = PATH.lambdas.map(() => 0);
    for (let fold = 0; fold < FOLDS; ++fold) {
      const training = withoutFold(fold);
      const held = rare.filter((_, i) => foldOf[i] === fold);
      const { rowsOf, standardize } = byHand(training, settings);
      const path = regularizationPath(rowsOf(training), labelsOf(training), { ...PATH, standardize });
      for (const k of PATH.lambdas.keys()) {
        const p = path.model(k).predictProba(rowsOf(held));
        for (const [i, { label }] of held.entries()) {
          const right = label === "spam" ? (p[i] as number) : 1 - (p[i] as number);
          losses[k] = (losses[k] as number) - Math.log(right) / rare.length;
        }
      }
    }
    return losses;
  }

  const given = crossValidate(rare, { ...options, ...PATH, foldOf });

  it("equals a loop that learns the vocabulary of each fold from its training rows", () => {
    expect(byHand(rare, settings).vocabulary.wordTerms).toEqual(expect.arrayContaining(["onlyone", "scarce"]));
    expect(byHand(withoutFold(1), settings).vocabulary.wordTerms).not.toContain("onlyone");
    // both paths are solved to 1e-12 of the objective, which is 1e-6 of the coefficients and less of a mean loss
    for (const [k, loss] of lossesByHand().entries())
      expect(Math.abs((given.logLoss.mean[k] as number) / loss - 1)).toBeLessThan(1e-8);
  });

  it("gives the same bits through a Dataset, and a model of the vocabulary of all rows", () => {
    const through = crossValidate(Dataset.from(rare, options), { ...PATH, foldOf });
    expectBits(through.logLoss.mean, given.logLoss.mean);
    expectBits(through.model.coef, given.model.coef);
    expect(textOf(given.model)).toEqual({ name: "text", kind: "text", ...byHand(rare, settings).vocabulary });
  });

  it("counts no levels that a fold does not have: texts are none", () => expect(given.unseenLevels).toBe(0));
});

describe("partialFit", () => {
  const [first, rest] = [messages.slice(0, 50), messages.slice(50)];

  it("has the vocabulary of its first call, as from rows that were encoded by hand", () => {
    const { vocabulary, rowsOf, standardize } = byHand(first);
    const hand = new LogisticRegression({ standardize });
    const dense = (rows: readonly Message[]) => {
      const { data, indices, indptr, shape } = rowsOf(rows);
      const all = new Float64Array(shape[0] * shape[1]);
      for (let i = 0; i < shape[0]; ++i)
        for (let k = indptr[i] as number; k < (indptr[i + 1] as number); ++k)
          all[i * shape[1] + (indices[k] as number)] = data[k] as number;
      return { data: all, rows: shape[0], columns: shape[1] };
    };
    for (const rows of [first, rest]) hand.partialFit(dense(rows), labelsOf(rows));
    const unheard = rest.map((row) => ({ ...row, text: `${row.text} unheard` }));
    const table = new LogisticRegression().partialFit(first, TARGET).partialFit(unheard, TARGET);
    expect(textOf(table)).toEqual({ name: "text", kind: "text", ...vocabulary });
    expectBits([...table.coef, table.intercept], [...hand.coef, hand.intercept]);
  });

  it("goes on after a fit, and after its file", () => {
    const fitted = () => fitTo(first);
    const read = LogisticRegression.fromJSON(JSON.stringify(fitted()));
    expectBits(read.partialFit(rest).coef, fitted().partialFit(rest).coef);
  });
});

describe("a fit that takes over an encoding", () => {
  const earlier = fitTo(messages, asked({ words: [1, 2], minCount: 3 }));
  const ENTRIES: readonly [from: string, learn: (options: Anything, rows?: Anything) => LogisticRegression][] = [
    ["start", (options, rows = messages) => fitTo(rows, { ...options, start: earlier })],
    ["prior", (options, rows = messages) => fitTo(rows, { ...options, prior: earlier })],
    [
      "first rows",
      (options, rows = messages) =>
        new LogisticRegression()
          .partialFit(messages, { ...TARGET, ...asked({ words: [1, 2], minCount: 3 }) })
          .partialFit(rows, { ...TARGET, ...options }),
    ],
  ];

  describe.each(ENTRIES)("from the %s", (from, learn) => {
    it("has its vocabulary, and takes the settings that it was learnt with", () => {
      for (const options of [{}, asked({ words: [1, 2] }), asked({ words: [1, 2], minCount: 9 })])
        expect(learn(options).encoding).toEqual(earlier.encoding);
    });

    it.each([
      [{ words: [1, 3] }, "words: expected [1,2]", "[1,3]"],
      [{ words: [1, 2], characters: [3, 5] }, "characters: expected none", "[3,5]"],
      [{ words: [1, 2], lowercase: false }, "lowercase: expected true", "false"],
      [{ words: [1, 2], stopWords: ["the"] }, "stopWords: expected []", '["the"]'],
      [{ words: [1, 2], weighting: "count" }, 'weighting: expected "tfidf"', '"count"'],
      [{ kind: "category" }, 'kind: expected "text"', '"category"'],
      [{ unknown: "other" }, 'kind: expected "text"', '"category"'],
    ])("refuses other settings: %o", (settings, expected, got) => {
      expect(() => learn(asked(settings))).toThrow(`columns.text.${expected} as in the ${from}, got ${got}: `);
    });

    it("reads as texts what would be none by itself: few of them, or numbers", () => {
      for (const cell of [(i: number) => messages[i]?.text, (i: number) => i]) {
        const few = withTexts(cell).slice(0, 6);
        expect(learn({}, few).encoding).toEqual(earlier.encoding);
      }
    });

    it("takes minCount alone, which says nothing of a vocabulary that is known", () => {
      expect(learn(asked({ minCount: 5 })).encoding).toEqual(earlier.encoding);
    });
  });
});

describe("settings that do not go together are refused by name", () => {
  const refused =
    (options: Anything): (() => unknown) =>
    () =>
      fitTo(messages, options);
  const alone = "columns.text: expected settings of texts alone, got";

  it.each([
    [asked({ kind: "text", levels: ["a"] }), `${alone} levels beside them`],
    [asked({ words: [1, 2], reference: "first" }), `${alone} reference beside them`],
    [asked({ maxTerms: 5, unknown: "other" }), `${alone} unknown beside them`],
    [asked({ weighting: "count", transform: "log" }), `${alone} transform beside them`],
    [asked({ kind: "category", words: [1, 2] }), `${alone} kind "category" beside them`],
    [asked({ kind: "number", stopWords: [] }), `${alone} kind "number" beside them`],
    [
      asked({ words: [2, 1] }),
      "columns.text.words: expected [fewest, most], two whole numbers from 1 to 100, got [2, 1]",
    ],
    [
      asked({ characters: 3 }),
      "columns.text.characters: expected [fewest, most], two whole numbers from 1 to 100, got 3",
    ],
    [asked({ kind: "text", minCount: 0 }), "columns.text.minCount: expected a whole number, 1 or above, got 0"],
    [asked({ maxShare: 2 }), "columns.text.maxShare: expected a number above 0, at most 1, got 2"],
    [asked({ weighting: "idf" }), 'columns.text.weighting: expected one of tfidf, count, binary; got "idf"'],
    [asked({ word: [1, 2] }), 'got "word" (did you mean "words"?)'],
    [asked({ kind: "texts" }), "columns.text.kind: expected"],
    [
      { interactions: [["length", "text"]] },
      'interactions: expected columns of numbers or levels, got "text", which is one of texts',
    ],
    [asked({ words: [10, 10] }), "columns.text: expected terms, got none in 80 texts"],
    [asked({ minCount: 81 }), "columns.text: expected terms in at least 81 texts (minCount), got none in 80 texts"],
    [
      asked({ unknown: "other" }),
      'columns.text.unknown: expected a column of levels, got one of texts: say kind: "category" beside it, or leave it out',
    ],
  ])("%o", (options, message) => {
    expect(refused(options)).toThrow(message);
    expect(refused(options)).toThrow(expect.objectContaining({ code: "INVALID_OPTION" }));
  });

  it("minCount alone is that of the terms where the column is found to be one of texts", () => {
    expect(textOf(fitTo(messages, asked({ minCount: 14 })))).toMatchObject(
      byHand(messages, { minCount: 14 }).vocabulary,
    );
    expect(textOf(fitTo(messages, asked({ minCount: 0 })))).toMatchObject(byHand(messages).vocabulary);
  });

  it("what is no text is refused in prediction by its place", () => {
    const row = messages[0] as Anything;
    expect(() => model.predictOne({ ...row, text: {} })).toThrow('X: expected a text, got an Object in column "text"');
    const { text: _, ...without } = row;
    expect(() => model.predictOne(without)).toThrow(
      'X: expected a value, got a missing one (undefined) in column "text"',
    );
  });
});

describe("the model file of a column of texts", () => {
  const file = JSON.stringify(fitTo(messages, asked({ words: [1, 2], characters: [3, 3], minCount: 5 })));
  const changed = (change: (column: Anything) => void): (() => unknown) => {
    const json = JSON.parse(file);
    change(json.encoder.columns[0]);
    return () => [LogisticRegression.fromJSON(json), loadModel(json)];
  };

  it("is read and written as it was", () => {
    expect(JSON.stringify(LogisticRegression.fromJSON(file))).toBe(file);
    expect(changed(() => {})).not.toThrow();
  });

  it.each<[what: string, change: (column: Anything) => void]>([
    ["a term less", ({ wordTerms, documents }) => [wordTerms.pop(), documents.pop()]],
    ["a term without its count", ({ documents }) => documents.pop()],
    ["terms in another order", ({ wordTerms }) => wordTerms.reverse()],
    ["a term twice", ({ wordTerms }) => (wordTerms[1] = wordTerms[0])],
    ["a term that is no text", ({ characterTerms }) => (characterTerms[0] = 5)],
    ["a count of more texts than there were", ({ documents }) => (documents[0] = 81)],
    ["a count of no text", ({ documents }) => (documents[0] = 0)],
    ["no number of texts", (column) => delete column.texts],
    ["another weighting", (column) => (column.weighting = "idf")],
    ["words the wrong way round", (column) => (column.words = [2, 1])],
    ["a lowercase that is neither", (column) => (column.lowercase = 1)],
    ["stop words that are no list", (column) => (column.stopWords = "the")],
    ["a fill of a number", (column) => (column.fill = 0.5)],
    ["an indicator without a fill", (column) => (column.indicator = true)],
    ["levels", (column) => (column.levels = ["a"])],
    ["a kind that does not exist", (column) => (column.kind = "texts")],
  ])("is refused with %s", (_, change) => {
    expect(changed(change)).toThrow(expect.objectContaining({ code: "INVALID_MODEL" }));
  });
});
