/** What must hold of whatever is read as a model: a coded error, or a model that is what the file says. */

const ROWS = [
  [0.25, 15, 1],
  [-3, 4, 0.5],
  [1e3, -1e3, 7],
];
const LABELS = [0, 1, 0];

export function judgeModel({ LogisticRegression, loadModel }, random, json) {
  const finds = [];
  const find = (kind, detail) => finds.push({ kind, detail });
  const plain = typeof json === "string" ? parsed(json) : json;
  const model = attempt(() => LogisticRegression.fromJSON(json), find);
  const predictor = attempt(() => loadModel(json), find);
  if (predictor !== undefined) judgePredictor(predictor, plain, find);
  if (model === undefined) return finds;
  if (predictor === undefined) find("loadModel refuses", "what fromJSON reads");
  judgeParts(model, plain, find);
  const text = JSON.stringify(model);
  const again = attempt(() => JSON.stringify(LogisticRegression.fromJSON(text)), find);
  if (again !== text) find("second reading", "gives another text");
  if (predictor !== undefined && model.coef.length === 3) {
    const [one, other] = [model, predictor].map((reader) =>
      attempt(() => reader.decisionFunction(ROWS, askedBy(plain)), find),
    );
    if (one?.some((value, i) => !Object.is(value, other?.[i]))) find("predictions", `${one} and ${other}`);
  }
  spoil(plain);
  if (JSON.stringify(model) !== text) find("shared", "the model changes with the object it was read from");
  if (random.chance(0.1)) goOn(LogisticRegression, model, find);
  return finds;
}

function attempt(read, find) {
  try {
    return read();
  } catch (error) {
    const named = error?.name === "LogitTypeError" || error?.name === "LogitRangeError";
    if (!named || typeof error.code !== "string") find("no code", String(error?.message));
    else if (/[\n\r]/.test(error.message) || error.message.length > 400) find("message", error.message.slice(0, 100));
    return undefined;
  }
}

function parsed(text) {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    return undefined;
  }
}

/** A model that was fitted with offsets wants to be asked with some. */
function askedBy(plain) {
  return plain?.offsets === true ? { offsets: [0, 0, 0] } : {};
}

/** Whatever loadModel leaves unread, what it reads it reads strictly. */
function judgePredictor(predictor, plain, find) {
  if (!isNumbers(plain?.coef) || !Number.isFinite(plain.intercept)) {
    find("loadModel accepts", "coefficients that are not finite numbers");
    return;
  }
  if (plain.coef.length !== 3) return;
  const z = attempt(() => predictor.decisionFunction(ROWS, askedBy(plain)), find);
  if (z === undefined) return;
  for (const [i, row] of ROWS.entries()) {
    const terms = row.map((value, j) => value * plain.coef[j]);
    const expected = terms.reduce((sum, term) => sum + term, plain.intercept);
    const size = terms.reduce((sum, term) => sum + Math.abs(term), Math.abs(plain.intercept));
    if (Number.isFinite(size) && !(Math.abs(z[i] - expected) <= 1e-14 * size))
      find("predictions", `${z[i]}, not ${expected}`);
  }
}

function isNumbers(value) {
  return Array.isArray(value) && value.length > 0 && Array.from(value).every((one) => Number.isFinite(one));
}

function judgeParts(model, plain, find) {
  const { coef, intercept, curvature } = model;
  if (!isNumbers([...coef, intercept])) find("accepts", `coef ${[...coef]}, intercept ${intercept}`);
  if (!isNumbers(plain.coef)) find("accepts", "coef with holes or worse");
  // coefficients from elsewhere have no report
  if (plain.report !== undefined) judgeReport(model.report, find);
  if (curvature !== undefined) judgeCurvature(curvature, coef.length + 1, find);
}

function judgeReport(report, find) {
  for (const name of [
    "iterations",
    "epochs",
    "hessians",
    "objective",
    "initialObjective",
    "gradientNorm",
    "suboptimality",
  ]) {
    const value = report[name];
    if (value !== undefined && !(value >= 0 && Number.isFinite(value))) find("accepts", `report.${name} ${value}`);
  }
  for (const name of ["iterations", "hessians"]) {
    if (!Number.isInteger(report[name])) find("accepts", `report.${name} ${report[name]}`);
  }
  if (report.converged !== (report.reason === "tolerance")) find("accepts", `converged beside ${report.reason}`);
  if (report.separation !== undefined && report.reason !== "separation") {
    find("accepts", `separation beside ${report.reason}`);
  }
  if (report.separation !== undefined && !isNumbers([...report.separation.coef]))
    find("accepts", "separation with holes");
}

function judgeCurvature({ hessian, centre, weight }, size, find) {
  if (!isNumbers([...hessian, ...centre, weight]) || !(weight > 0)) {
    find("accepts", "curvature that is not finite");
    return;
  }
  const at = (j, k) => hessian[j * size + k];
  for (let j = 0; j < size; ++j) {
    if (!(at(j, j) >= 0)) find("accepts", `a curvature of ${at(j, j)}`);
    for (let k = 0; k < j; ++k) {
      const scale = Math.sqrt(at(j, j) * at(k, k));
      if (!(Math.abs(at(j, k) - at(k, j)) <= 1e-3 * scale)) find("accepts", "a curvature that is not symmetric");
      if (!(Math.abs(at(j, k)) <= 1.001 * scale + 1e-300)) find("accepts", "a curvature that is not positive");
    }
  }
}

/** Changes every number and list within. */
function spoil(value) {
  if (typeof value !== "object" || value === null) return;
  for (const key of Object.keys(value)) {
    if (typeof value[key] === "object") spoil(value[key]);
    else if (typeof value[key] === "number") value[key] = -12345;
    else if (typeof value[key] === "string") value[key] = "spoilt";
  }
}

/** What was read can be learnt on, and be a prior and a start. */
function goOn(LogisticRegression, model, find) {
  if (model.coef.length !== 3) return;
  const y = LABELS.map((label) => model.classes[label]);
  const finite = (fitted) => [...fitted.coef, fitted.intercept, fitted.report.objective].every(Number.isFinite);
  const text = JSON.stringify(model);
  for (const beside of [{ prior: model }, { start: model }]) {
    const fitted = attempt(() => new LogisticRegression({ maxEpochs: 200 }).fit(ROWS, y, beside), find);
    if (fitted !== undefined && !finite(fitted)) find("goes on", `${Object.keys(beside)}: not finite`);
  }
  const learnt = attempt(() => LogisticRegression.fromJSON(text).partialFit(ROWS, y), find);
  if (learnt !== undefined && !finite(learnt)) find("goes on", "stream: not finite");
}
