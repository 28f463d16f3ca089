/** Makes the problem of a find smaller while it stays a find of that kind: what a person can read, and a test can keep. */

/**
 * @param isFind whether a problem still shows the fault
 * @returns the smallest problem found
 */
export function shrink(problem, isFind, milliseconds = 20_000) {
  const until = performance.now() + milliseconds;
  let best = problem;
  for (let improved = true; improved && performance.now() < until; ) {
    improved = false;
    for (const change of changesOf(best)) {
      if (performance.now() > until) break;
      const smaller = change(structuredClone(best));
      if (smaller === undefined || !isProblem(smaller) || !safely(isFind, smaller)) continue;
      best = smaller;
      improved = true;
      break;
    }
  }
  return best;
}

function safely(isFind, problem) {
  try {
    return isFind(problem);
  } catch {
    return false;
  }
}

/** Both classes must weigh something. */
function isProblem({ X, y, beside }) {
  if (X.length < 2 || X[0].length < 1) return false;
  return [0, 1].every((label) => y.some((value, i) => value === label && (beside.weights?.[i] ?? 1) > 0));
}

function changesOf({ X, options, beside }) {
  const m = X.length;
  const n = X[0].length;
  const half = m > 8 ? [0, 1, 2, 3].map((part) => (p) => withRows(p, (i) => Math.floor((4 * i) / m) !== part)) : [];
  return [
    ...half,
    ...Object.keys(beside).map((name) => (p) => without(p, "beside", name)),
    ...Object.keys(options).map((name) => (p) => without(p, "options", name)),
    ...Array.from({ length: n }, (_, j) => (p) => withColumns(p, (k) => k !== j)),
    ...Array.from({ length: m }, (_, i) => (p) => withRows(p, (k) => k !== i)),
    (p) => (p.container === "rows" ? undefined : { ...p, container: "rows", async: false }),
    ...[1, 2, 3].flatMap((digits) => roundings(digits, n)),
  ];
}

function without(problem, part, name) {
  delete problem[part][name];
  if (name === "prior") delete problem.beside.strength;
  return problem;
}

function withRows(problem, keep) {
  const { beside } = problem;
  const kept = (list) => list.filter((_, i) => keep(i));
  for (const name of ["weights", "offsets"]) if (beside[name] !== undefined) beside[name] = kept(beside[name]);
  return { ...problem, X: kept(problem.X), y: kept(problem.y) };
}

function withColumns(problem, keep) {
  const { beside } = problem;
  if (problem.X[0].length === 1) return undefined;
  const kept = (list) => list.filter((_, j) => keep(j));
  if (beside.penaltyFactors !== undefined) beside.penaltyFactors = kept(beside.penaltyFactors);
  for (const name of ["start", "prior"]) {
    if (beside[name] === undefined) continue;
    if (beside[name].curvature !== undefined) return undefined;
    beside[name].coef = kept(beside[name].coef);
  }
  return { ...problem, X: problem.X.map(kept) };
}

/** Numbers of fewer digits, a list at a time. */
function roundings(digits, n) {
  const round = (value) => Number(value.toPrecision(digits));
  const changed = (before, after) => (JSON.stringify(before) === JSON.stringify(after) ? undefined : after);
  const list = (name) => (p) => {
    const after = p.beside[name] && changed(p.beside[name], p.beside[name].map(round));
    return after && { ...p, beside: { ...p.beside, [name]: after } };
  };
  const column = (j) => (p) => {
    const X = p.X.map((row) => row.map((value, k) => (k === j ? round(value) : value)));
    return changed(p.X, X) && { ...p, X };
  };
  const option = (name) => (p) => {
    const value = p.options[name];
    if (typeof value !== "number") return undefined;
    return changed(value, round(value)) && { ...p, options: { ...p.options, [name]: round(value) } };
  };
  const model = (name) => (p) => {
    const one = p.beside[name];
    if (one === undefined || one.curvature !== undefined) return undefined;
    const after = { ...one, coef: one.coef.map(round), intercept: round(one.intercept) };
    return changed(one, after) && { ...p, beside: { ...p.beside, [name]: after } };
  };
  return [
    ...["weights", "offsets", "penaltyFactors"].map(list),
    ...Array.from({ length: n }, (_, j) => column(j)),
    ...["l1", "l2", "tolerance"].map(option),
    ...["start", "prior"].map(model),
  ];
}

/** The call that shows the fault, as one would type it. */
export function snippetOf({ X, y, options, beside, container }) {
  const parts = Object.entries(beside).map(([name, value]) => {
    if (name !== "start" && name !== "prior") return `${name}: ${numbers(value)}`;
    const { curvature } = value;
    const shown = curvature === undefined ? "" : `, curvature ${JSON.stringify(curvature)}`;
    return `${name}: /* model of coef ${numbers(value.coef)}, intercept ${value.intercept}${shown} */`;
  });
  const extras = parts.length === 0 ? "" : `, { ${parts.join(", ")} }`;
  const kind = container === "rows" ? "" : ` // ${container}`;
  return `new LogisticRegression(${JSON.stringify(options)}).fit(${numbers(X)}, ${numbers(y)}${extras});${kind}`;
}

/** -0 shows. */
function numbers(value) {
  if (Array.isArray(value)) return `[${value.map(numbers).join(", ")}]`;
  return Object.is(value, -0) ? "-0" : JSON.stringify(value);
}
