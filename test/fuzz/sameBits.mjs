/** Every container and number of workers gives the same bits: `node test/fuzz/sameBits.mjs`, options as in fits.mjs. */
import { runIfMain } from "./cases.mjs";
import { fitProblem, fitProblemAsync, matrixOf, overflows, typedOf } from "./fitProblem.mjs";
import { objectiveOf } from "./objective.mjs";
import { randomProblem } from "./problems.mjs";
import { randomOf } from "./random.mjs";

/** Rows of the problems that are large enough for three workers to have some each. */
const MANY_ROWS = 40_000;

export function sameBits() {
  return {
    name: "sameBits",
    cases: 500,
    async attempt(library, number) {
      const random = randomOf(number, "bits");
      const problem = number % 50 === 7 ? largeProblem(random, number) : randomProblem(number);
      // the numbers that f32 has, so that number[][] and Float32Array are one matrix
      if (problem.options.precision === "f32") problem.X = problem.X.map((row) => row.map(Math.fround));
      problem.options.maxEpochs = Math.min(problem.options.maxEpochs ?? 300, 300);
      if (overflows(objectiveOf(problem))) return [];
      const first = written(fitProblem(library, problem, "rows"));
      const finds = [];
      const compare = (what, result) => {
        const text = written(result);
        if (text !== first) finds.push({ kind: what, detail: `${difference(first, text)}\n    ${shape(problem)}` });
      };
      compare("again", fitProblem(library, problem, "rows"));
      compare("typed rows", fitProblem(library, problem, "typed"));
      compare("matrix", fitProblem(library, problem, "matrix"));
      if (problem.options.solver !== "sgd") {
        if (problem.beside.offsets === undefined) {
          const apart = scoresApart(library, problem);
          if (apart !== undefined) finds.push({ kind: "a weight of -0", detail: apart });
          compare("Dataset", fitProblem(library, problem, "dataset"));
          compare("builder", fitProblem(library, problem, "builder"));
          compare("builder, chunks", inChunks(library, problem, random));
        }
        const workers = problem.X.length === MANY_ROWS ? [1, 2, 3] : number % 5 === 0 ? [0, 1, 2, 3] : [0];
        for (const count of workers)
          compare(`${count} workers`, await fitProblemAsync(library, problem, count, "matrix"));
      }
      return finds;
    },
  };
}

function largeProblem(random, seed) {
  const slope = [random.normal(), random.normal()];
  const X = random.array(MANY_ROWS, () => [1000 + random.normal(), 0.01 * random.normal()]);
  const y = X.map(([one, two]) => (random.normal() < slope[0] * (one - 1000) + 100 * slope[1] * two ? 1 : 0));
  const options = random.chance(0.5) ? { precision: "f32" } : { l1: 0.001 };
  const weights = random.chance(0.5) ? { weights: y.map(() => random.whole(0, 2)) } : {};
  return { seed, X, y, options, beside: weights };
}

/** The model as text, without what the clock wrote. */
function written({ model, error }) {
  if (error !== undefined) return `${error.name} ${error.code} ${error.message}`;
  const { report, ...rest } = model.toJSON();
  const { seconds, ...others } = report;
  return JSON.stringify({ ...rest, report: others });
}

/** A weight of -0 is one of 0, also where a Dataset keeps labels as the signs of weights. */
function scoresApart({ LogisticRegression, Dataset }, { X, y, beside }) {
  if (!beside.weights?.some((weight) => Object.is(weight, -0))) return undefined;
  const model = new LogisticRegression({ maxEpochs: 50 }).fit(X, y);
  const score = (weights) => model.score(Dataset.from(X, y, { weights }));
  const [one, other] = [score(beside.weights), score(beside.weights.map((weight) => weight + 0))];
  return Object.is(one, other) ? undefined : `score ${one}, with 0 in its place ${other}`;
}

function inChunks({ LogisticRegression, Dataset }, problem, random) {
  const { options, beside } = problem;
  const { weights, ...extras } = beside;
  try {
    for (const name of ["start", "prior"]) {
      if (beside[name] !== undefined) extras[name] = LogisticRegression.fromJSON(beside[name]);
    }
    const dataset = builtInChunks(Dataset, problem, random);
    return { model: new LogisticRegression(options).fit(dataset, undefined, extras) };
  } catch (error) {
    return { error };
  }
}

function builtInChunks(Dataset, { X, y, options, beside }, random) {
  const { precision = "f64" } = options;
  const builder = Dataset.builder(X[0].length, { precision, classes: [0, 1] });
  const most = Math.max(2, Math.ceil(X.length / 3));
  for (let first = 0; first < X.length; ) {
    const end = Math.min(X.length, first + random.whole(1, most));
    const chunk = X.slice(first, end);
    const rows = random.pick([chunk, matrixOf(chunk, precision), chunk.map((row) => typedOf(precision).from(row))]);
    builder.pushRows(rows, y.slice(first, end), beside.weights?.slice(first, end));
    first = end;
  }
  return builder.build();
}

function difference(one, other) {
  const at = [...one].findIndex((letter, i) => letter !== other[i]);
  const from = Math.max(0, at - 30);
  return `"${one.slice(from, at + 40)}" and "${other.slice(from, at + 40)}"`;
}

function shape({ X, options, beside }) {
  return `${X.length} x ${X[0].length}, ${JSON.stringify(options)}, beside ${Object.keys(beside)}`;
}

await runIfMain(import.meta.url, sameBits);
