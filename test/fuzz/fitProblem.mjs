/** Fits a random problem by the library, in the container that the problem names. */

const LARGEST_ROUNDED = 1e290;

/** @returns `{ model, epochs, milliseconds }`, or `{ error }` if it threw */
export function fitProblem(library, problem, container = problem.container) {
  const started = performance.now();
  try {
    const { model, arguments: given } = prepared(library, problem, container);
    model.fit(...given);
    return { model, milliseconds: performance.now() - started };
  } catch (error) {
    return { error, milliseconds: performance.now() - started };
  }
}

export async function fitProblemAsync(library, problem, workers, container = problem.container) {
  const started = performance.now();
  try {
    const { model, arguments: given } = prepared(library, problem, container);
    const [X, y, beside] = given;
    await model.fitAsync(X, y, { ...beside, workers });
    return { model, milliseconds: performance.now() - started };
  } catch (error) {
    return { error, milliseconds: performance.now() - started };
  }
}

function prepared({ LogisticRegression, Dataset }, { X, y, options, beside }, container) {
  const { weights, ...rest } = beside;
  const extras = { ...rest };
  for (const name of ["start", "prior"]) {
    if (beside[name] !== undefined) extras[name] = LogisticRegression.fromJSON(beside[name]);
  }
  const { precision = "f64" } = options;
  const model = new LogisticRegression(options);
  const given = weights === undefined ? {} : { weights };
  switch (container) {
    case "rows":
      return { model, arguments: [X, y, { ...extras, ...given }] };
    case "typed":
      return { model, arguments: [X.map((row) => typedOf(precision).from(row)), y, { ...extras, ...given }] };
    case "matrix":
      return { model, arguments: [matrixOf(X, precision), y, { ...extras, ...given }] };
    case "dataset":
      return { model, arguments: [Dataset.from(X, y, { precision, ...given }), undefined, extras] };
    case "builder": {
      const builder = Dataset.builder(X[0].length, { precision, classes: [0, 1] });
      for (const [i, row] of X.entries()) builder.push(row, y[i], weights?.[i] ?? 1);
      return { model, arguments: [builder.build(), undefined, extras] };
    }
    default:
      throw new Error(`no container ${container}`);
  }
}

export function matrixOf(X, precision) {
  return { data: typedOf(precision).from(X.flat()), rows: X.length, columns: X[0].length };
}

export function typedOf(precision) {
  return precision === "f32" ? Float32Array : Float64Array;
}

/** Whether the problem asks for products of penalties and factors that float64 cannot hold: these may be refused. */
export function overflows({ l1, l2, prior }) {
  const large = (value) => !(Math.abs(value) < LARGEST_ROUNDED);
  return l1.some(large) || l2.some(large) || (prior?.form.some(large) ?? false);
}
