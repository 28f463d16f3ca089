/** Model files of every kind, and what may happen to them on the way. */

const X = [
  [0.5, 20, 1],
  [1.5, 10, 0],
  [-1, 30, 1],
  [2, 20, 0],
  [0, 40, 1],
  [-2, 10, 1],
];
const y = [0, 1, 0, 1, 1, 0];

/** @returns `[name, text]` of some models */
export function baseModels({ LogisticRegression }) {
  const fitted = (options, beside, labels = y) => new LogisticRegression(options).fit(X, labels, beside);
  const stream = new LogisticRegression().partialFit(X, y).partialFit(X, y, { weights: [1, 2, 0, 1, 1, 1] });
  const models = {
    plain: fitted({}),
    named: fitted(
      { l2: 0.1 },
      { features: ["a", "b", "c"], target: "label" },
      y.map((value) => (value ? "spam" : "ham")),
    ),
    curvature: fitted({ l2: 0.5 }, { curvature: true }),
    sparse: fitted({ l1: 0.05 }),
    separated: fitted({ l2: 0 }, {}, [0, 1, 0, 1, 0, 0]),
    offsets: fitted({ precision: "f32" }, { offsets: [0.1, 0.2, -1, 0, 0, 1] }),
    options: fitted({
      solver: "newton",
      classWeight: [1, 2],
      standardize: false,
      fitIntercept: false,
      tolerance: 1e-9,
    }),
    sgd: fitted({ solver: "sgd", maxEpochs: 6, batchSize: 2 }),
    stream,
    "stream after a fit": fitted({ l2: 1 }).partialFit(X, y),
  };
  return Object.entries(models).map(([name, model]) => [name, JSON.stringify(model)]);
}

const SCALARS = [
  ...[null, true, false, "", "1", "NaN", -1, 0, 1, 1.5, 1e308, -1e308, 5e-324, 2 ** 53, Number.NaN, -0],
  ...[Number.POSITIVE_INFINITY, undefined, "tolerance", "separation", "stream", "f32", 1n],
];

const ADDED = ["extra", "length", "toJSON", "constructor", "__proto__"];

/** One to three changes anywhere within. */
export function mutateObject(random, model) {
  const changes = [];
  for (let count = random.pick([1, 1, 1, 2, 3]); count > 0; --count) {
    const [parent, key, path] = random.pick(placesOf(model, ""));
    const value = parent[key];
    const kinds = [
      "scalar",
      "scalar",
      "delete",
      "add",
      ...(Array.isArray(value) ? ["hole", "cut", "grow", "swap"] : []),
    ];
    if (typeof value === "number") kinds.push("negate", "fraction", "times");
    const kind = random.pick(kinds);
    changes.push(`${kind} ${path}`);
    if (kind === "scalar") parent[key] = random.pick(SCALARS);
    else if (kind === "delete") delete parent[key];
    else if (kind === "add") parent[Array.isArray(parent) ? "extra" : random.pick(ADDED)] = random.pick(SCALARS);
    else if (kind === "hole") delete value[random.whole(0, Math.max(0, value.length - 1))];
    else if (kind === "cut") value.pop();
    else if (kind === "grow") value.push(random.pick([0, 1, "x", null]));
    else if (kind === "swap") value.reverse();
    else if (kind === "negate") parent[key] = -value;
    else if (kind === "fraction") parent[key] = value + 0.5;
    else parent[key] = value * random.pick([1e10, 1e-10, -3]);
    if (typeof model !== "object" || model === null) break;
  }
  return [model, changes.join(", ")];
}

function placesOf(value, path) {
  if (typeof value !== "object" || value === null) return [];
  return Object.keys(value).flatMap((key) => [
    [value, key, `${path}.${key}`],
    ...placesOf(value[key], `${path}.${key}`),
  ]);
}

export function mutateText(random, text) {
  const at = random.whole(0, text.length);
  const long = random.whole(1, 30);
  switch (random.pick(["drop", "cut", "insert", "double", "digit", "end", "start"])) {
    case "drop":
      return [text.slice(0, at) + text.slice(at + 1), `character ${at} dropped`];
    case "cut":
      return [text.slice(0, at), `cut at ${at}`];
    case "insert": {
      const inserted = random.pick(['"', ",", "{", "}", "]", "1", "-", "e", "null", "\n", "\u0000", '"x":1,']);
      return [text.slice(0, at) + inserted + text.slice(at), `${JSON.stringify(inserted)} at ${at}`];
    }
    case "double":
      return [text.slice(0, at) + text.slice(Math.max(0, at - long)), `${long} doubled at ${at}`];
    case "digit":
      return [text.replace(/\d/g, (digit) => (random.chance(0.05) ? String(random.whole(0, 9)) : digit)), "digits"];
    case "end":
      return [text + random.pick([" ", "\n", "}", "1", "\u0000", text]), "something after the end"];
    default:
      return [random.pick(["\ufeff", " ", "\u0000", "[", "//\n"]) + text, "something before the start"];
  }
}
