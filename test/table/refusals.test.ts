import { describe, expect, it } from "vitest";
import { crossValidate, Dataset, LogisticRegression, regularizationPath } from "../../src/index.ts";
import { loadModel } from "../../src/predict/index.ts";
import { type Customer, customers, OPTIONS } from "./customers.ts";

// biome-ignore lint/suspicious/noExplicitAny: what a JavaScript program may give
type Anything = any;

const fitTo = (rows: Anything, options: Anything = OPTIONS, model = {}): Anything =>
  new LogisticRegression(model).fit(rows, options);
const withColumn = (name: string, cell: (row: number) => unknown): object[] =>
  customers.map((row, i) => ({ ...row, [name]: cell(i) }));
const without = (name: keyof Customer): object[] =>
  customers.map((row) => Object.fromEntries(Object.entries(row).filter(([key]) => key !== name)));
const asked = (columns: object): object => ({ ...OPTIONS, columns });

const model = fitTo(customers);
const first = customers[0] as Customer;

/** What is thrown, as "code: message". */
function thrown(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    return `${code}: ${message}`;
  }
  return "nothing";
}

type Cases = Readonly<Record<string, readonly [call: () => unknown, said: string]>>;

function refuses(what: string, cases: Cases): void {
  describe(`${what} refuses`, () => {
    it.each(Object.entries(cases))("%s", (_, [call, said]) => expect(thrown(call)).toBe(said));
  });
}

/** What a column of these cells is refused with. */
function unreadable(said: string, cell: (row: number) => unknown): readonly [() => unknown, string] {
  return [() => fitTo(withColumn("it", cell)), `INVALID_MATRIX: X: column "it": ${said}`];
}

const DROP = 'say drop: ["it"]';
const WAYS = `${DROP}, or columns: { "it": { kind: "category" } }`;

refuses("a column", {
  "that is likely an identifier": unreadable(
    `60 distinct texts in 60 rows, such as "m0@x": likely an identifier: ${WAYS}`,
    (i) => `m${i}@x`,
  ),
  "of numbers of more digits than a number holds": unreadable(
    `60 distinct texts in 60 rows, such as "12345678901234100": likely an identifier: ${WAYS}`,
    (i) => `12345678901234${100 + i}`,
  ),
  "of dates": unreadable(`dates or times, such as "2024-01-10": ${WAYS}`, (i) => `2024-01-${10 + (i % 19)}`),
  "of dates with slashes": unreadable(`dates or times, such as "1/28/2020": ${WAYS}`, (i) => `${1 + (i % 12)}/28/2020`),
  "of dates and times": unreadable(
    `dates or times, such as "2024-01-10T08:00": ${WAYS}`,
    (i) => `2024-01-1${i % 9}T08:00`,
  ),
  "of times": unreadable(`dates or times, such as "10:30": ${WAYS}`, (i) => `${10 + (i % 9)}:30`),
  "of Date objects": unreadable(
    "expected numbers, texts or booleans, got a Date at row 0 (make a number of it, such as its days since another " +
      `date): ${DROP}`,
    (i) => new Date(i * 1e9),
  ),
  "of percentages": unreadable(`percentages, such as "0%": ${WAYS}`, (i) => `${i % 50}%`),
  "of thousands separators": unreadable(
    `numbers with a thousands separator, such as "1,100": ${WAYS}`,
    (i) => `${1 + (i % 5)},${100 + i}`,
  ),
  "of thousands separators where there are thousands": unreadable(
    `numbers with a thousands separator, such as "1,200": ${WAYS}`,
    (i) => ["950", "1,200", "800", "3,400", "12,000"][i % 5],
  ),
  "of decimal commas where there are decimals": unreadable(
    `numbers with a decimal comma, such as "5,5": ${WAYS}`,
    (i) => ["5", "5,5", "6,25", "7", "8,5"][i % 5],
  ),
  "of percentages among which 0 has no sign": unreadable(
    `percentages, such as "5%": ${WAYS}`,
    (i) => ["0", "5%", "6%", "7%", "8%"][i % 5],
  ),
  "of dates with a word for a missing one": unreadable(
    `dates or times, such as "2024-01-10": ${WAYS}`,
    (i) => ["unknown", "2024-01-10", "2024-01-11", "-"][i % 4],
  ),
  "of numbers of which a few have thousands separators, which are not missing": unreadable(
    `numbers but for "1,100" in 3 of 60 rows, the first at row 7: ${WAYS}`,
    (i) => (i % 20 === 7 ? "1,100" : String(900 + i)),
  ),
  "of decimal commas": unreadable(`numbers with a decimal comma, such as "0,5": ${WAYS}`, (i) => `${i},5`),
  "of amounts of money": unreadable(`amounts of money, such as "$0.5": ${WAYS}`, (i) => `$${i}.5`),
  "of numbers with a word for a missing one": unreadable(
    `numbers but for "-" in 6 of 60 rows, the first at row 3: say null in the place of "-", or ${WAYS.slice(4)}`,
    (i) => (i % 10 === 3 ? "-" : i),
  ),
  "of numbers with several such words": unreadable(
    'numbers but for "-", "unknown" in 18 of 60 rows, the first at row 0: say null in the place of "-" and ' +
      `"unknown", or ${WAYS.slice(4)}`,
    (i) => ["-", "unknown"][i % 7] ?? i,
  ),
  "of numbers with one mistake": unreadable(
    `numbers but for "4O" at row 4: say null in the place of "4O", or ${WAYS.slice(4)}`,
    (i) => (i === 4 ? "4O" : String(i)),
  ),
  "with Infinity": unreadable(`expected finite numbers, got Infinity at row 5: ${DROP}`, (i) =>
    i === 5 ? Number.POSITIVE_INFINITY : i,
  ),
  "of objects": unreadable(`expected numbers, texts or booleans, got an Object at row 0: ${DROP}`, () => ({})),
  "of lists": unreadable(`expected numbers, texts or booleans, got an array of 1 at row 0: ${DROP}`, () => [1]),
  "of functions": unreadable(`expected numbers, texts or booleans, got a function at row 0: ${DROP}`, () => () => 1),
  "of texts that was to be of numbers": [
    () => fitTo(customers, asked({ plan: { kind: "number" } })),
    'INVALID_MATRIX: X: column "plan": expected numbers, got "pro" at row 0: say drop: ["plan"]',
  ],
  "of texts whose logarithm was to be taken": [
    () => fitTo(customers, asked({ plan: { transform: "log" } })),
    'INVALID_MATRIX: X: column "plan": expected numbers, got "pro" at row 0: say drop: ["plan"]',
  ],
  "of more than maxLevels levels": [
    () =>
      fitTo(
        withColumn("it", (i) => `s${i % 25}`),
        { ...OPTIONS, maxLevels: 10 },
      ),
    `INVALID_MATRIX: X: column "it": expected at most 10 levels (maxLevels), got 25: ${DROP}`,
  ],
  "beside another: both are named at once": [
    () =>
      fitTo(
        withColumn("mail", (i) => `m${i}@x`),
        { target: "churned" },
      ),
    'INVALID_MATRIX: X: 2 columns, "id": 60 distinct texts in 60 rows, such as "c0": likely an identifier; "mail": ' +
      '60 distinct texts in 60 rows, such as "m0@x": likely an identifier: say drop: ["id", "mail"], or columns: { ' +
      '"id": { kind: "category" }, "mail": { kind: "category" } }',
  ],
  "of numbers that have no logarithm": [
    () =>
      fitTo(
        withColumn("it", (i) => (i === 7 ? 0 : i + 1)),
        asked({ it: { transform: "log" } }),
      ),
    'NON_FINITE: X: expected a number whose transform is finite, got 0 at row 7, column "it"',
  ],
  "of too few values for its splines": [
    () =>
      fitTo(
        withColumn("it", (i) => i % 2),
        asked({ it: { transform: { splines: 4 } } }),
      ),
    'INVALID_OPTION: columns: expected 4 distinct knots for "it", got quantiles that are equal (0, 0, 1, 1); take ' +
      "fewer splines, or none",
  ],
});

const holed = customers.map((row, i) => ({ ...row, age: i % 5 ? row.age : null, plan: i % 7 ? row.plan : undefined }));
const unlabelled = customers.map((row, i) => ({ ...row, churned: i === 3 ? null : row.churned }));
const ANY = 'missing: "drop", "mean", "median" or "indicator"';

refuses("a missing value: fit", {
  "with the count of each column, of all rows, and the ways out": [
    () => fitTo(holed),
    'MISSING_VALUE: X: expected no missing values, got them in 2 columns ("age" 12, "plan" 9; 19 of 60 rows in all): ' +
      `say ${ANY}, or drop: ["age", "plan"]`,
  ],
  "where another column only is said what to do with": [
    () => fitTo(holed, { ...OPTIONS, missing: { age: "mean" } }),
    'MISSING_VALUE: X: expected no missing values, got them in 1 column ("plan" 9; 9 of 60 rows in all): ' +
      `say ${ANY}, or drop: ["plan"]`,
  ],
  "among the labels, whose rows can only be left out": [
    () => fitTo(unlabelled),
    'MISSING_VALUE: X: expected no missing values, got them in 1 column ("churned" 1; 1 of 60 rows in all): ' +
      'say missing: "drop", of all columns or of that one by name',
  ],
  "among the labels where a mean was to stand in, also where that is said by name": [
    () => fitTo(unlabelled, { ...OPTIONS, missing: { churned: "mean" } }),
    'MISSING_VALUE: X: expected no missing values, got them in 1 column ("churned" 1; 1 of 60 rows in all): ' +
      'say missing: "drop", of all columns or of that one by name',
  ],
  "among the labels where a mean was to stand in": [
    () => fitTo(unlabelled, { ...OPTIONS, missing: "mean" }),
    'MISSING_VALUE: X: expected no missing values, got them in 1 column ("churned" 1; 1 of 60 rows in all): ' +
      'say missing: "drop", of all columns or of that one by name',
  ],
  "in every row, where rows are dropped": [
    () =>
      fitTo(
        withColumn("it", () => null),
        { ...OPTIONS, missing: "drop" },
      ),
    `MISSING_VALUE: X: expected some row without a missing value, got none of 60: ${DROP}`,
  ],
  "in every row, where a mean was to stand in": [
    () =>
      fitTo(
        withColumn("it", () => null),
        { ...OPTIONS, missing: "mean" },
      ),
    'MISSING_VALUE: X: expected numbers in column "it", got none but missing values: leave it out',
  ],
  "among weights": [
    () =>
      fitTo(
        withColumn("it", (i) => (i === 4 ? null : 1)),
        { ...OPTIONS, weights: "it" },
      ),
    "INVALID_WEIGHTS: weights: expected finite numbers, 0 or above, got NaN at row 4",
  ],
  "among offsets": [
    () =>
      fitTo(
        withColumn("it", (i) => (i === 4 ? null : 1)),
        { ...OPTIONS, offsets: "it" },
      ),
    "NON_FINITE: offsets[4]: expected a finite number, got NaN",
  ],
});

const last = (row: object): Anything => [...customers, { ...first, ...row }];
const logged = fitTo(customers, asked({ age: { transform: "log" } }));

describe.each([
  ["LogisticRegression", model, logged],
  ["logit-wasm/predict", loadModel(model.toJSON()), loadModel(logged.toJSON())],
])("%s", (_, one: Anything, ofLogs: Anything) => {
  refuses("a row to predict", {
    "with an unknown level, by row, column and value": [
      () => one.predict(last({ plan: "gold" })),
      'UNKNOWN_LEVEL: X: expected a level that was there in fit, got "gold" at row 60, column "plan"',
    ],
    "with an unknown level, alone": [
      () => one.predictOne({ ...first, plan: "gold" }),
      'UNKNOWN_LEVEL: X: expected a level that was there in fit, got "gold" in column "plan"',
    ],
    "with a missing value, by row and column": [
      () => one.predictProba(last({ age: null })),
      'MISSING_VALUE: X: expected a value, got a missing one (null) at row 60, column "age"',
    ],
    "without a key": [
      () => one.predictOne({ age: 3, plan: "pro", income: 2, sex: "male" }),
      'MISSING_VALUE: X: expected a value, got a missing one (undefined) in column "member"',
    ],
    "with a text in the place of a number": [
      () => one.decisionFunction(last({ age: "old" })),
      'INVALID_MATRIX: X: expected a number, got "old" at row 60, column "age"',
    ],
    "with a number that has no logarithm": [
      () => ofLogs.predict(last({ age: 0 })),
      'NON_FINITE: X: expected a number whose logarithm is finite, got 0 at row 60, column "age"',
    ],
    "that is none": [
      () => one.predict([...customers, null]),
      "INVALID_MATRIX: X: expected a row object as row 60, got null",
    ],
    "in a table without one of the columns": [
      () => one.predict({ age: [1, 2], plan: ["pro", "pro"] }),
      'SHAPE_MISMATCH: X: expected a column "income" of 2 rows as in fit, got none',
    ],
    "in a table with a column of another length": [
      () => one.predict({ age: [1, 2], plan: ["pro"] }),
      'SHAPE_MISMATCH: X: expected a column "plan" of 2 rows as in fit, got one of 1 rows',
    ],
    "of other columns than encoded ones": [
      () => one.predictOne([1]),
      `SHAPE_MISMATCH: X: expected 7 columns as in fit, got 1${one === model ? "" : " at row 0"}`,
    ],
    "under an option that there is not": [
      () => one.predict(customers, { invalid: "null" }),
      'INVALID_OPTION: invalid: expected "error" or "nan", got "null"',
    ],
  });
});

const NAME =
  'INVALID_LABELS: y: expected an array of labels, got "churned"; the name of a column is an option: ' +
  '{ target: "churned" }';
refuses("the name of a column in the place of labels", {
  "in fit": [() => fitTo(customers, "churned"), NAME],
  "in fit of a matrix": [() => fitTo([[1], [2]], "churned"), NAME],
  "in Dataset.from": [() => Dataset.from(customers, "churned" as Anything), NAME],
  "in crossValidate": [() => crossValidate(customers, "churned" as Anything), NAME],
  "in regularizationPath": [() => regularizationPath(customers, "churned" as Anything), NAME],
  "in partialFit": [() => new LogisticRegression().partialFit(customers, "churned" as Anything), NAME],
  "in score": [() => model.score(customers, "churned"), NAME],
});

it("the name of a column in the place of labels is refused by fitAsync", async () => {
  await expect(new LogisticRegression().fitAsync(customers, "churned" as Anything)).rejects.toThrow(NAME.slice(16));
});

const COLUMNS = '(the columns are "id", "age", "plan", "income", "sex", "member", "churned")';
refuses("an option", {
  "target that is missing": [
    () => fitTo(customers, {}),
    "INVALID_OPTION: target: expected the name of the column of labels, got none, and no labels beside the table",
  ],
  "target that is no column": [
    () => fitTo(customers, { target: "zzz" }),
    `INVALID_OPTION: target: expected names of columns, got "zzz" ${COLUMNS}`,
  ],
  "target that is misspelt": [
    () => fitTo(customers, { target: "churnd" }),
    'INVALID_OPTION: target: expected names of columns, got "churnd" (did you mean "churned"?)',
  ],
  "target that is no text": [() => fitTo(customers, { target: 3 }), "INVALID_OPTION: target: expected a string, got 3"],
  "target beside labels": [
    () =>
      new LogisticRegression().fit(
        customers,
        customers.map(({ churned }) => churned),
        OPTIONS as Anything,
      ),
    "INVALID_LABELS: y: expected none beside a target in the table, got an array of 60",
  ],
  "target beside a matrix without labels": [
    () => fitTo([[1], [2]], { target: "sold" }),
    "INVALID_OPTION: target: expected a table beside it: row objects, or columns by name, got an array of 2",
  ],
  "target that score does not find": [
    () => model.score(without("churned")),
    'INVALID_OPTION: target: expected names of columns, got "churned" (the columns are "id", "age", "plan", ' +
      '"income", "sex", "member")',
  ],
  "positive that is no label": [
    () => fitTo(customers, { ...OPTIONS, positive: "maybe" }),
    'INVALID_OPTION: positive: expected "no" or "yes", the labels of y, got "maybe"',
  ],
  "positive unlike that of the constructor": [
    () => fitTo(customers, { ...OPTIONS, positive: "no" }, { positive: "yes" }),
    'INVALID_OPTION: positive: expected "yes" as in the constructor, got "no"',
  ],
  "positive unlike the classes": [
    () => new LogisticRegression({ classes: ["no", "yes"], positive: "no" }),
    'INVALID_OPTION: positive: expected "yes", the second of the classes, got "no"',
  ],
  "drop that is misspelt": [
    () => fitTo(customers, { target: "churned", drop: ["ids"] }),
    'INVALID_OPTION: drop: expected names of columns, got "ids" (did you mean "id"?)',
  ],
  "drop that is no list": [
    () => fitTo(customers, { target: "churned", drop: "id" }),
    'INVALID_OPTION: drop: expected an array, got "id"',
  ],
  "drop beside features": [
    () => fitTo(customers, { ...OPTIONS, features: ["age"] }),
    "INVALID_OPTION: drop: expected none beside features, got an array of 1",
  ],
  "drop beside a matrix": [
    () => new LogisticRegression().fit([[1], [2]], [0, 1], { drop: ["id"] } as Anything),
    "INVALID_OPTION: drop: expected a table beside it: row objects, or columns by name, got an array of 2",
  ],
  "features that are misspelt": [
    () => fitTo(customers, { target: "churned", features: ["agee"] }),
    'INVALID_OPTION: features: expected names of columns, got "agee" (did you mean "age"?)',
  ],
  "features with the target": [
    () => fitTo(customers, { target: "churned", features: ["age", "churned"] }),
    'INVALID_OPTION: features: expected other columns, each once, got "churned", which is the target',
  ],
  "features with a column twice": [
    () => fitTo(customers, { target: "churned", features: ["age", "age"] }),
    'INVALID_OPTION: features: expected other columns, each once, got "age" twice',
  ],
  "features of none": [
    () => fitTo(customers, { target: "churned", features: [] }),
    "INVALID_MATRIX: X: expected at least one column to learn from, got none",
  ],
  "columns that are misspelt": [
    () => fitTo(customers, asked({ agee: {} })),
    'INVALID_OPTION: columns: expected names of columns, got "agee" (did you mean "age"?)',
  ],
  "columns as a list": [
    () => fitTo(customers, asked(["age"])),
    "INVALID_OPTION: columns: expected an object of settings by column, got an array of 1",
  ],
  "columns with a text": [
    () => fitTo(customers, asked({ age: "log" })),
    'INVALID_OPTION: columns.age: expected an object of options, got "log"',
  ],
  "columns with a setting that there is not": [
    () => fitTo(customers, asked({ age: { tranform: "log" } })),
    "INVALID_OPTION: columns.age: expected options kind, levels, reference, minCount, unknown, missing, transform, " +
      'words, characters, maxShare, maxTerms, weighting, lowercase, stopWords; got "tranform" (did you mean "transform"?)',
  ],
  "kind that there is not": [
    () => fitTo(customers, asked({ age: { kind: "words" } })),
    'INVALID_OPTION: columns.age.kind: expected one of number, category, text; got "words"',
  ],
  "transform that there is not": [
    () => fitTo(customers, asked({ age: { transform: "sqrt" } })),
    'INVALID_OPTION: columns.age.transform: expected "log", "log1p" or { splines: 3 to 7 }, got "sqrt"',
  ],
  "splines that are too few": [
    () => fitTo(customers, asked({ age: { transform: { splines: 2 } } })),
    'INVALID_OPTION: columns.age.transform: expected "log", "log1p" or { splines: 3 to 7 }, got 2',
  ],
  "transform of a category": [
    () => fitTo(customers, asked({ age: { kind: "category", transform: "log" } })),
    "INVALID_OPTION: columns.age: expected settings of numbers or of levels, got both",
  ],
  "levels of numbers": [
    () => fitTo(customers, asked({ age: { kind: "number", levels: ["20"] } })),
    "INVALID_OPTION: columns.age: expected settings of numbers or of levels, got both",
  ],
  "levels that are no labels": [
    () => fitTo(customers, asked({ plan: { levels: [null] } })),
    "INVALID_OPTION: columns.plan.levels: expected a text, a number or a boolean, got null",
  ],
  "levels that are not all": [
    () => fitTo(customers, asked({ plan: { levels: ["pro", "team"] } })),
    'UNKNOWN_LEVEL: X: expected one of "pro", "team", got "basic" at row 2, column "plan"',
  ],
  "reference that is no level": [
    () => fitTo(customers, asked({ plan: { reference: "gold" } })),
    'INVALID_OPTION: reference: expected a level of "plan", "basic", "pro", "team"; got "gold"',
  ],
  "reference of all columns but the first": [
    () => fitTo(customers, { ...OPTIONS, reference: "last" }),
    'INVALID_OPTION: reference: expected one of first; got "last"',
  ],
  "minCount below 0": [
    () => fitTo(customers, asked({ plan: { minCount: -1 } })),
    "INVALID_OPTION: columns.plan.minCount: expected a whole number, 0 or above, got -1",
  ],
  "unknown that there is not": [
    () => fitTo(customers, asked({ plan: { unknown: "ignore" } })),
    'INVALID_OPTION: columns.plan.unknown: expected "error" or "other", got "ignore"',
  ],
  "missing that there is not": [
    () => fitTo(customers, { ...OPTIONS, missing: "zero" }),
    'INVALID_OPTION: missing: expected one of drop, mean, median, indicator; got "zero"',
  ],
  "missing of a column that there is not": [
    () => fitTo(customers, { ...OPTIONS, missing: { age: "zero" } }),
    'INVALID_OPTION: missing.age: expected one of drop, mean, median, indicator; got "zero"',
  ],
  "missing of a misspelt column": [
    () => fitTo(customers, { ...OPTIONS, missing: { agee: "mean" } }),
    'INVALID_OPTION: missing: expected names of columns, got "agee" (did you mean "age"?)',
  ],
  "maxLevels of 1": [
    () => fitTo(customers, { ...OPTIONS, maxLevels: 1 }),
    "INVALID_OPTION: maxLevels: expected a whole number above 1, got 1",
  ],
  "interactions that are no pairs": [
    () => fitTo(customers, { ...OPTIONS, interactions: ["age", "plan"] }),
    'INVALID_OPTION: interactions: expected pairs of two columns, got "age"',
  ],
  "interactions of a column with itself": [
    () => fitTo(customers, { ...OPTIONS, interactions: [["age", "age"]] }),
    "INVALID_OPTION: interactions: expected pairs of two columns, got an array of 2",
  ],
  "one row object in the place of rows": [
    () => model.predict(first),
    "INVALID_MATRIX: X: expected an array of rows, got one row object: give it to predictOne, or in an array",
  ],
  "interactions of the same pair twice": [
    () =>
      fitTo(customers, {
        ...OPTIONS,
        interactions: [
          ["age", "plan"],
          ["plan", "age"],
        ],
      }),
    'INVALID_OPTION: interactions: expected each pair once, got "plan" and "age" twice: leave one out',
  ],
  "interactions of a misspelt column": [
    () => fitTo(customers, { ...OPTIONS, interactions: [["age", "plam"]] }),
    'INVALID_OPTION: interactions: expected names of columns, got "plam" (did you mean "plan"?)',
  ],
  "interactions of no texts": [
    () => fitTo(customers, { ...OPTIONS, interactions: [[1, 2]] }),
    "INVALID_OPTION: interactions: expected a string, got 1",
  ],
  "weights that are no column": [
    () => fitTo(customers, { ...OPTIONS, weights: "w" }),
    `INVALID_OPTION: weights: expected names of columns, got "w" ${COLUMNS}`,
  ],
  "weights that are texts": [
    () => fitTo(customers, { ...OPTIONS, weights: "plan" }),
    'INVALID_OPTION: weights: expected numbers, got "pro" at row 0, column "plan"',
  ],
  "penaltyFactors of the table's columns instead of the encoded ones": [
    () => fitTo(customers, { ...OPTIONS, penaltyFactors: [1, 1, 1, 1, 1] }),
    "SHAPE_MISMATCH: penaltyFactors: expected 7 numbers, got 5",
  ],
  "that there is not": [
    () => fitTo(customers, { ...OPTIONS, postive: "yes" }),
    "INVALID_OPTION: fit: expected options weights, offsets, penaltyFactors, start, prior, strength, curvature, " +
      "features, target, positive, strict, drop, columns, missing, maxLevels, interactions, reference, successes, failures; got " +
      '"postive" (did you mean "positive"?)',
  ],
});

refuses("a table", {
  "of no rows": [() => fitTo([]), "INVALID_MATRIX: X: expected at least one row, got none"],
  "of columns without rows": [
    () => fitTo({ age: [], churned: [] }, { target: "churned" }),
    "INVALID_MATRIX: X: expected at least one row, got none",
  ],
  "of columns of two lengths": [
    () => fitTo({ age: [1, 2, 3], churned: ["a", "b"] }, { target: "churned" }),
    'INVALID_MATRIX: X: expected 3 rows in column "churned", got 2',
  ],
  "with a row that is null": [
    () => fitTo([...customers, null], { ...OPTIONS, missing: "mean" }),
    "INVALID_MATRIX: X: expected a row object as row 60, got null",
  ],
  "with a row of numbers": [
    () => fitTo([...customers, [1, 2]], { ...OPTIONS, missing: "drop" }),
    "INVALID_MATRIX: X: expected a row object as row 60, got an array of 2",
  ],
  "with a third label": [
    () => fitTo(customers.map((row, i) => ({ ...row, churned: i === 5 ? "maybe" : row.churned }))),
    'INVALID_LABELS: y: expected two classes, "yes" and "no", got a third, "maybe", at row 5',
  ],
  "with one label": [
    () => fitTo(customers.map((row) => ({ ...row, churned: "no" }))),
    'INVALID_LABELS: y: expected two classes, got only "no"',
  ],
  "beside labels of another length": [
    () => new LogisticRegression().fit(customers, ["a", "b"], { drop: ["id"] } as Anything),
    "SHAPE_MISMATCH: y: expected 60 labels, one a row of X, got 2",
  ],
  "whose labels are missing, in score": [
    () => model.score(unlabelled),
    'MISSING_VALUE: y: expected no missing labels, got 1 of 60, the first at row 3: say missing: "drop" for all ' +
      "columns, or leave such rows out",
  ],
  "after a fit without names": [
    () => new LogisticRegression().fit([[1], [2]], [0, 1]).predict(customers),
    "INVALID_MATRIX: X: expected rows of numbers, as in fit, which was given no names of columns (features), " +
      "got a table",
  ],
});

describe("a refusal after rows were dropped names the row as it came", () => {
  const rows = (name: string, cell: unknown): object[] =>
    customers.map((row, i) => ({ ...row, ...(i < 3 && { income: null }), ...(i === 9 && { [name]: cell }) }));

  it("for a level that the first rows of a stream did not have", () => {
    const stream = new LogisticRegression().partialFit(customers, OPTIONS);
    expect(thrown(() => stream.partialFit(rows("plan", "gold") as Anything, { missing: "drop" }))).toBe(
      'UNKNOWN_LEVEL: X: expected a level that the first rows had, got "gold" at row 9, column "plan"',
    );
  });

  it("for a level that was not said", () => {
    const columns = { plan: { levels: ["pro", "team", "basic"] } };
    expect(thrown(() => fitTo(rows("plan", "gold"), { ...OPTIONS, missing: "drop", columns }))).toBe(
      'UNKNOWN_LEVEL: X: expected one of "pro", "team", "basic", got "gold" at row 9, column "plan"',
    );
  });

  it("for a number without a logarithm", () => {
    const columns = { age: { transform: "log" } };
    expect(thrown(() => fitTo(rows("age", -1), { ...OPTIONS, missing: "drop", columns }))).toBe(
      'NON_FINITE: X: expected a number whose transform is finite, got -1 at row 9, column "age"',
    );
  });

  it("for a third label", () => {
    expect(thrown(() => fitTo(rows("churned", "maybe"), { ...OPTIONS, missing: "drop" }))).toBe(
      'INVALID_LABELS: y: expected two classes, "no" and "yes", got a third, "maybe", at row 9',
    );
  });

  it("for a label that is none", () => {
    expect(thrown(() => fitTo(rows("churned", [1]), { ...OPTIONS, missing: "drop" }))).toBe(
      "INVALID_LABELS: y: expected a finite number, a string or a boolean, got an array of 1 at row 9",
    );
  });

  it("for a weight", () => {
    const weighed = rows("w", -1).map((row) => ({ w: 1, ...row }));
    expect(thrown(() => fitTo(weighed, { ...OPTIONS, missing: "drop", weights: "w" }))).toBe(
      "INVALID_WEIGHTS: weights: expected finite numbers, 0 or above, got -1 at row 9",
    );
  });
});
