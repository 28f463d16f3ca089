/** What must hold of any fit, whatever was asked: each claim of the report against what an independent minimiser can prove. */
import { fitProblem, overflows } from "./fitProblem.mjs";
import { exactObjective, objectiveOf, ROUNDOFF, rawPoint } from "./objective.mjs";
import { minimise } from "./reference.mjs";
import { separationOf } from "./separation.mjs";

/** Solvers that stop by a gradient and claim no distance to the minimum. */
const TEXTBOOK = ["gradient-descent", "sgd"];
/** Solvers that see a Hessian, or its products, and so name separation that is quasi-complete. */
const NAMES_SEPARATION = ["auto", "newton"];
/** Below this an objective is as good as 0: losses of e^-600. */
const NOTHING = 1e-260;
/** An end by `precision` this far from the minimum is no matter of rounding, unless losses are below what 1 + e^-|z| resolves. */
const GIVES_UP = 1e-4;
const UNRESOLVED = 1e-12;
/** Milliseconds that no fit of these sizes may take at the default maxEpochs. */
const TOO_LONG = 2000;
const REFERENCE_MILLISECONDS = 400;

/**
 * @returns `{ finds, finite, withheld, reason }`: each find has a `kind` and a `detail`; `finite` says that an optimum is
 * known to exist, `withheld` that one exists and the fit did not claim to be there though it could have
 */
export function judgeFit(library, problem, { model, error, milliseconds }) {
  const finds = [];
  const find = (kind, detail) => finds.push({ kind, detail });
  const { options } = problem;
  const objective = objectiveOf(problem);
  if (error !== undefined) {
    if (!(overflows(objective) && typeof error.code === "string")) find("throws", `${error.name}: ${error.message}`);
    return { finds, finite: false, withheld: false, reason: "throws" };
  }
  const { report } = model;
  const { coef, intercept } = model;
  if (milliseconds > TOO_LONG && options.maxEpochs === undefined) find("time", `${Math.round(milliseconds)} ms`);
  const wrong = notFinite(report, coef, intercept);
  if (wrong !== undefined) find("not finite", wrong);
  const most = options.maxEpochs ?? (options.solver === "sgd" ? 200 : 10_000);
  if (report.epochs > most) find("max-epochs passed", `${report.epochs} of ${most}`);
  if (options.maxEpochs === undefined && report.epochs >= 9999)
    find("runs on", `${report.epochs} epochs, ${report.reason}`);
  roundTrip(library, problem, model, find);
  if (wrong !== undefined || !coef.every(Number.isFinite) || !Number.isFinite(intercept)) {
    return { finds, finite: false, withheld: false, reason: report.reason };
  }
  const own = exactObjective(objective, coef, [intercept, 0]);
  checkOwnObjective(report, own, objective, find);
  const separation = separationOf(objective);
  if (report.reason === "separation" && separation === "overlapping") {
    find("false separation", JSON.stringify(report.separation));
  }
  if (TEXTBOOK.includes(options.solver)) {
    const asked = options.tolerance ?? (options.solver === "sgd" ? 1e-3 : 1e-6);
    if (report.converged && !(report.gradientNorm <= asked)) find("wrong claim", `gradient ${report.gradientNorm}`);
    return { finds, finite: false, withheld: false, reason: report.reason };
  }
  if (report.reason !== "separation") checkClaims(problem, objective, report, model, own, separation, find);
  const penalised = objective.prior !== undefined || objective.l2.every((value, j) => value > 0 || objective.l1[j] > 0);
  const finite = (penalised && objective.fitIntercept === false) || separation === "overlapping";
  const reachable = (options.tolerance ?? 1) >= (objective.precision === "f32" ? 1e-7 : 1e-12);
  const withheld = finite && reachable && options.maxEpochs === undefined && report.reason !== "tolerance";
  return { finds, finite: finite && reachable && options.maxEpochs === undefined, withheld, reason: report.reason };
}

function notFinite(report, coef, intercept) {
  if (!coef.every(Number.isFinite) || !Number.isFinite(intercept)) return `coef ${[...coef]}, intercept ${intercept}`;
  for (const [name, value] of Object.entries(report)) {
    if (typeof value === "number" && !Number.isFinite(value)) return `report.${name} ${value}`;
  }
  const { separation } = report;
  if (separation !== undefined && ![...separation.coef, separation.intercept].every(Number.isFinite)) {
    return `report.separation ${JSON.stringify(separation)}`;
  }
  return undefined;
}

function roundTrip({ LogisticRegression }, { X }, model, find) {
  try {
    const text = JSON.stringify(model);
    const copy = LogisticRegression.fromJSON(text);
    if (JSON.stringify(copy) !== text) find("JSON", "a second writing differs");
    const same = copy.coef.every((value, j) => Object.is(value, model.coef[j]));
    if (!same || !Object.is(copy.intercept, model.intercept)) find("JSON", "coefficients differ");
  } catch (error) {
    find("JSON", `${X.length} rows: ${error.message}`);
  }
}

/**
 * The report's objective is that of the coefficients. The penalty goes by deviations that f32 knows to 1e-5; the kernel takes
 * the logarithm of products of 1 + e^-|z|, each of which is rounded, so that a loss is good to the roundoff of 1. Without an
 * intercept the solver carries the constant part of z beside the coefficients, and loses some more digits of it.
 */
function checkOwnObjective(report, own, { precision, fitIntercept }, find) {
  const part = precision === "f32" ? 1e-5 : 1e-9;
  const slack =
    (fitIntercept ? 4 : 4096) * own.noise + part * own.penalty + 4 * ROUNDOFF[precision] + 1e-12 * own.objective;
  const apart = Math.abs(report.objective - own.objective);
  if (apart > slack) find("objective", `${report.objective}, of the coefficients ${own.objective}, slack ${slack}`);
}

function checkClaims({ options }, objective, report, model, own, separation, find) {
  if (own.objective < NOTHING) return;
  const { objective: best, noise } = leastObjective(objective, model, own);
  // what rounding may have hidden from the solver, there or here
  const slack = (2 * own.noise + 2 * noise + 1e-14 * own.objective) / own.objective;
  const gap = (own.objective - best) / own.objective;
  const asked = options.tolerance ?? (objective.precision === "f32" ? 1e-9 : 1e-12);
  const said = `gap ${gap.toExponential(2)}, J ${own.objective}, best ${best}, slack ${slack.toExponential(1)}`;
  if (report.converged && gap > asked + slack) find("wrong claim", `${said}, tolerance ${asked}`);
  else if (report.suboptimality !== undefined && gap > report.suboptimality + slack) {
    find("claim exceeded", `${said}, claimed ${report.suboptimality.toExponential(2)}, ${report.reason}`);
  } else if (report.reason === "precision" && gap > GIVES_UP + slack && own.objective > UNRESOLVED)
    find("gives up", said);
  const comparable = objective.s.reduce((least, value) => Math.min(least, value)) * 1e4 > Math.max(...objective.s);
  const ownTolerance = options.tolerance === undefined && options.maxEpochs === undefined;
  const names = NAMES_SEPARATION.includes(options.solver ?? "auto") && objective.l1.every((value) => value === 0);
  // rows that offsets put far onto the wrong side leave nothing to gain beside their losses
  const plain = own.objective < 10 && slack < 1e-8;
  if (separation === "separated" && ownTolerance && names && comparable && plain && report.reason !== "separation") {
    find("separation not named", `${report.reason}, ${said}`);
  }
}

/** The least objective known, exactly: of the reference, begun afresh and where the library ended. */
function leastObjective(objective, model, own) {
  const { deviation, mean, n, fitIntercept } = objective;
  const exact = ({ v, c }) => {
    const { w, rest, b } = rawPoint(objective, v, c);
    return exactObjective(objective, w, b, rest);
  };
  const better = (one, other) => (other.objective < one.objective ? other : one);
  const deadline = performance.now() + REFERENCE_MILLISECONDS;
  const afresh = better(own, exact(minimise(objective, undefined, { deadline })));
  if (own.objective - afresh.objective > 1e-3 * own.objective) return afresh;
  const v = Float64Array.from(model.coef, (value, j) => value * deviation[j]);
  let c = fitIntercept ? model.intercept : 0;
  for (let j = 0; j < n; ++j) c += model.coef[j] * mean[j];
  return better(afresh, exact(minimise(objective, { v, c }, { steps: 3, deadline: deadline + 100 })));
}

/** One case from its seed to its verdict. */
export function tryFit(library, problem) {
  return judgeFit(library, problem, fitProblem(library, problem));
}
