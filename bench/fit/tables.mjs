// What was measured, as tables: for the terminal and, from the same cells, for Markdown.
import { PATH_TITLES } from "./paths.mjs";

const SKLEARN = "sklearn-";
const COLUMNS = [
  "ours-f64",
  "ours-f32",
  "ours-f64-default",
  "ours-f32-default",
  "sklearn-lbfgs",
  "sklearn-newton-cholesky",
  "sklearn-newton-cg",
  "sklearn-liblinear",
  "sklearn-sag",
  "liblinear",
  "ml",
];
const NAMED = ["ours-f64", "ours-newton", "ours-lbfgs"];

const recordOf = ({ results }, id) => results.find((record) => record.id === id);
const msOf = (dataSet, id) => recordOf(dataSet, id)?.ms;

export function time(ms) {
  if (ms >= 10_000) return `${(ms / 1000).toFixed(0)} s`;
  if (ms >= 1000) return `${(ms / 1000).toPrecision(3)} s`;
  return `${ms >= 100 ? ms.toFixed(0) : ms.toPrecision(3)} ms`;
}

const times = (ratio) => `${ratio >= 100 ? ratio.toFixed(0) : ratio.toPrecision(2)}x`;

/** A time and its ratio to ours in f64, or why there is none. */
function cell(dataSet, id) {
  const record = recordOf(dataSet, id);
  if (record === undefined) return "";
  if (record.status === "failed") return "failed";
  const closest = Number.isFinite(record.closest) ? ` (${record.closest.toExponential(0)})` : "";
  if (record.status === "slow") return `> ${time(record.limitMs)}${closest}`;
  if (record.status === "inaccurate") return `never${closest}`;
  const ours = msOf(dataSet, "ours-f64");
  const ratio = id === "ours-f64" || ours === undefined ? "" : ` (${times(record.ms / ours)})`;
  return `${time(record.ms)}${ratio}`;
}

/** `{ id, ratio }` of the fastest scikit-learn solver that got there, as a multiple of ours in f64. */
export function bestSklearn(dataSet) {
  const reached = dataSet.results.filter(({ id, ms }) => id.startsWith(SKLEARN) && ms !== undefined);
  const ours = msOf(dataSet, "ours-f64");
  if (reached.length === 0 || ours === undefined) return undefined;
  const best = reached.reduce((a, b) => (a.ms <= b.ms ? a : b));
  return { id: best.id.slice(SKLEARN.length), ratio: best.ms / ours };
}

/** Geometric mean and worst of (best scikit-learn / ours f64) over the data sets where both got there. */
export function ratios(dataSets) {
  const all = dataSets.map((dataSet) => ({ name: nameOf(dataSet), ...bestSklearn(dataSet) })).filter((r) => r.ratio);
  if (all.length === 0) return undefined;
  const mean = Math.exp(all.reduce((sum, { ratio }) => sum + Math.log(ratio), 0) / all.length);
  const worst = all.reduce((a, b) => (a.ratio <= b.ratio ? a : b));
  return { geometricMean: mean, worst: worst.ratio, worstOn: worst.name, dataSets: all.length };
}

const nameOf = ({ title, rows, columns }) => `${title}, ${rows.toLocaleString("en-US")} x ${columns}`;

/** Columns that have anything to show. */
const present = (ids, dataSets) => ids.filter((id) => dataSets.some((dataSet) => recordOf(dataSet, id) !== undefined));

function fitTable(dataSets, titles) {
  const ids = present(COLUMNS, dataSets);
  const head = ["data", ...ids.map((id) => titles[id]), "best of scikit-learn / ours f64"];
  const rows = dataSets.map((dataSet) => {
    const best = bestSklearn(dataSet);
    const ratio = best === undefined ? "" : `${times(best.ratio)} (${best.id})`;
    return [nameOf(dataSet), ...ids.map((id) => cell(dataSet, id)), ratio];
  });
  return { title: "Time to the accuracy, and as a multiple of ours in f64", head, rows };
}

function namedTable(dataSets, titles) {
  const ids = present(NAMED, dataSets);
  const head = ["data", ...ids.map((id) => (id === "ours-f64" ? "ours f64, auto" : titles[id])), "epochs of auto"];
  const rows = dataSets.map((dataSet) => {
    const counts = recordOf(dataSet, "ours-f64")?.counts;
    const epochs = counts === undefined ? "" : `${counts.epochs.toPrecision(3)}, ${counts.hessians} Hessians`;
    return [nameOf(dataSet), ...ids.map((id) => cell(dataSet, id)), epochs];
  });
  return { title: "The automatic choice against the named solvers", head, rows };
}

function stepsTable(steps) {
  const titles = [...new Set(steps.flatMap(({ results }) => results.map(({ title }) => title)))];
  const rate = ({ stepsPerSecond }, ours) =>
    `${Math.round(stepsPerSecond).toLocaleString("en-US")}${ours === stepsPerSecond ? "" : ` (ours: ${times(ours / stepsPerSecond)})`}`;
  const rows = steps.map((dataSet) => {
    const ours = dataSet.results.find(({ id }) => id === "ours-steps")?.stepsPerSecond;
    const cells = titles.map((title) => dataSet.results.find((record) => record.title === title));
    return [nameOf(dataSet), ...cells.map((record) => (record?.stepsPerSecond ? rate(record, ours) : "failed"))];
  });
  return { title: "Full gradient steps per second, data resident", head: ["data", ...titles], rows };
}

function bareTable({ bareMs, fitMs, fitDefaultMs, bytes }) {
  const line = (name, ms) => [name, time(ms), times(ms / bareMs)];
  return {
    title: `The whole f32 fit of 1,000,000 x 28, beside a bare SIMD read of X (${(bytes / bareMs / 1e6).toFixed(1)} GB/s)`,
    head: ["", "time", "of a bare read"],
    rows: [line("bare read", bareMs), line("fit, to 1e-6", fitMs), line("fit, default tolerance", fitDefaultMs)],
  };
}

function pathTable(paths) {
  const rows = paths.map((dataSet) => {
    const glmnet = dataSet.results.find(({ id }) => id === "glmnet");
    const cells = PATH_TITLES.map(({ id }) => {
      const { ms, counts } = dataSet.results.find((result) => result.id === id) ?? {};
      if (ms === undefined) return "not measured";
      const faster = id === "glmnet" || glmnet?.ms === undefined ? "" : ` (${times(glmnet.ms / ms)})`;
      return `${time(ms)}${faster}, ${counts.lambdas} lambdas`;
    });
    return [nameOf(dataSet), ...cells];
  });
  return {
    title: "An l1 path, in brackets glmnet's time over ours",
    head: ["data", ...PATH_TITLES.map(({ title }) => title)],
    rows,
  };
}

export function tables({ dataSets, titles, steps, bare, paths }) {
  const list = [fitTable(dataSets, titles), namedTable(dataSets, titles)];
  const measured = paths.filter(({ results }) => results.some(({ ms }) => ms !== undefined));
  if (steps.length > 0) list.push(stepsTable(steps));
  if (bare !== undefined) list.push(bareTable(bare));
  if (measured.length > 0) list.push(pathTable(measured));
  return list;
}

/** What the tables do not say by themselves. */
export function notes({ node, cpu, limits, dataSets, steps, paths, absent }) {
  const records = [...dataSets, ...steps, ...paths].flatMap(({ results }) => results);
  const versions = [...new Set(records.map(({ version }) => version).filter(Boolean))];
  return [
    `${[cpu, ...new Set([`node ${node}`, ...versions])].join(", ")}; one thread each; medians of up to ${limits.turns} turns.`,
    "Accuracy: (J - J*) / J* at most 1e-8, for ours f32 1e-6. All peers compute in float64, so ratios are to ours in f64.",
    `"never (x)": no setting gets there, x is the closest. "> t (x)": stopped after t. scikit-learn's lbfgs cannot be told to go on when one step gains less than 2e-9 of J (SciPy's ftol).`,
    "scikit-learn's liblinear and LIBLINEAR penalise the intercept; the value of its column (100, 1000, 10,000) is the one that is fastest. LIBLINEAR is train() of its library on sparse rows that are ready, without reading a file.",
    "ml-logistic-regression has neither penalty nor intercept (a column of ones is given), trains both classes, and gets the largest learning rate that is safe.",
    ...Object.entries(absent).map(([group, why]) => `${group}: not installed (${why}).`),
  ];
}

/** Every cell as wide as its column, the first column left-aligned. */
function padded(rows) {
  const widths = rows[0].map((_, j) => Math.max(...rows.map((row) => row[j].length)));
  return rows.map((row) => row.map((text, j) => (j === 0 ? text.padEnd(widths[j]) : text.padStart(widths[j]))));
}

const rules = (row, end) =>
  row.map((text, j) => (j === 0 ? "-".repeat(text.length) : `${"-".repeat(text.length - end.length)}${end}`));

export function asText({ title, head, rows }) {
  const [first, ...others] = padded([head, ...rows]);
  return [title, ...[first, rules(first, ""), ...others].map((row) => row.join("  "))].join("\n");
}

/** As biome formats it. */
export function asMarkdown({ title, head, rows }) {
  const [first, ...others] = padded([head, ...rows]);
  return [`**${title}**`, "", ...[first, rules(first, ":"), ...others].map((row) => `| ${row.join(" | ")} |`)].join(
    "\n",
  );
}
