// Time to the optimum, ours and others':   npm run bench:fit -- [--quick] [--json] [--data a,b] [--peers x,y] [--runs N]
//
// The accuracy is (J - J*) / J* <= 1e-8 in f64, 1e-6 in f32, judged by one evaluator (fit/objective.mjs) at the coefficients
// that a contender returns. Everything from typed arrays (NumPy arrays, R matrices) to coefficients is timed, one thread
// each, every contender in a process of its own, at the first of its settings that reaches the accuracy (fit/contenders.mjs);
// medians of turns. Nothing is fetched: peers that are not installed are skipped, see peers/README.md.
//
// --data: ids from fit/dataSets.mjs. --peers: groups or ids, or "none". A full run writes results/fit.json, results/fit.md and the tables of docs/speed.md,
// a partial one build/bench/fit/fit.json and fit.md.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { CACHE, cached, load } from "./fit/cache.mjs";
import { Child } from "./fit/child.mjs";
import { CONTENDERS } from "./fit/contenders.mjs";
import { DATA_SETS, QUICK } from "./fit/dataSets.mjs";
import { PATHS, racePaths } from "./fit/paths.mjs";
import { race } from "./fit/race.mjs";
import { reference } from "./fit/reference.mjs";
import { includeInSpeedPage } from "./fit/speedPage.mjs";
import { raceSteps, STEPPED } from "./fit/steps.mjs";
import { asMarkdown, asText, notes, ratios, tables } from "./fit/tables.mjs";

const BARE = "n1m-28";
const BARE_MS = 120_000;
const PATIENT = { fitMs: 10_000, ladderMs: 25_000, timedMs: 4000, turns: 11 };
const HASTY = { fitMs: 3000, ladderMs: 8000, timedMs: 1000, turns: 3 };

const { values: options } = parseArgs({
  options: {
    data: { type: "string" },
    peers: { type: "string" },
    runs: { type: "string" },
    quick: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  },
});
const limits = { ...(options.quick ? HASTY : PATIENT), ...(options.runs && { turns: Number(options.runs) }) };
const wantedData = options.data?.split(",") ?? (options.quick ? QUICK : DATA_SETS.map(({ id }) => id));
const wantedPeers = options.peers?.split(",");
rejectUnknown("--data", wantedData, new Set(DATA_SETS.map(({ id }) => id)));
rejectUnknown(
  "--peers",
  wantedPeers ?? [],
  new Set(["none", "tfjs", "glmnet", ...CONTENDERS.flatMap(({ id, group }) => [id, group])]),
);
const wanted = ({ id, group }) =>
  group === "ours" || wantedPeers === undefined || wantedPeers.includes(id) || wantedPeers.includes(group);
const complete = !options.quick && options.data === undefined && options.peers === undefined;
const resultsFolder = complete ? fileURLToPath(new URL("results/", import.meta.url)) : CACHE;
const progressOf = (id) => (text) => process.stderr.isTTY && process.stderr.write(`\r\x1b[K${id} ${text}`);

const report = {
  node: process.version,
  cpu: cpus()[0].model.trim(),
  limits,
  titles: Object.fromEntries(
    CONTENDERS.map(({ id, title, group }) => [id, group === "sklearn" ? `sklearn ${title}` : title]),
  ),
  absent: {},
  dataSets: [],
  steps: [],
  paths: [],
};

function rejectUnknown(option, names, known) {
  const unknown = names.filter((name) => !known.has(name));
  if (unknown.length > 0)
    throw new RangeError(`${option}: expected ${[...known].join(", ")}; got ${unknown.join(", ")}`);
}

async function measureBare(folder) {
  const child = new Child(process.execPath, [
    fileURLToPath(new URL("fit/bareRead.mjs", import.meta.url)),
    ...[folder, String(limits.turns)],
  ]);
  const { ready, ...result } = await child.ask(undefined, BARE_MS);
  child.close();
  return ready ? result : undefined;
}

function write() {
  const [first, ...others] = tables(report).map(asMarkdown);
  const remarks = notes(report).map((note) => `- ${note}`);
  const parts = [first, report.ratio && summary(report.ratio), remarks.join("\n"), ...others].filter(Boolean);
  mkdirSync(resultsFolder, { recursive: true });
  writeFileSync(`${resultsFolder}fit.json`, `${JSON.stringify(report, undefined, 2)}\n`);
  writeFileSync(`${resultsFolder}fit.md`, `${parts.join("\n\n")}\n`);
}

function summary({ geometricMean, worst, worstOn, dataSets }) {
  const over = `over ${dataSets} data sets`;
  return `Best of scikit-learn / ours f64: ${geometricMean.toFixed(1)}x in the geometric mean ${over}; at worst ${worst.toFixed(2)}x (${worstOn}).`;
}

for (const dataSet of DATA_SETS.filter(({ id }) => wantedData.includes(id))) {
  const { id, title } = dataSet;
  const progress = progressOf(id);
  progress("data");
  const { folder, rows, columns, l2 } = cached(dataSet);
  const data = load(folder, "f64");
  const optimum = reference(folder, data);
  const common = { id, folder, data, best: optimum.objective, limits, absent: report.absent, progress, wanted };
  const about = { id, title, rows, columns, l2 };
  const results = await race({ ...common, contenders: CONTENDERS.filter(wanted) });
  report.dataSets.push({ ...about, optimum, results });
  if (id in STEPPED) report.steps.push({ ...about, results: await raceSteps(common) });
  if (PATHS.includes(id)) report.paths.push({ ...about, results: await racePaths(common) });
  if (id === BARE) report.bare = await measureBare(folder);
  report.ratio = ratios(report.dataSets);
  // after every data set, so that a long run that is cut short has not been for nothing
  write();
}
progressOf("")("");

if (complete) includeInSpeedPage(readFileSync(`${resultsFolder}fit.md`, "utf8"));
if (options.json) console.log(JSON.stringify(report));
else {
  console.log(tables(report).map(asText).join("\n\n"));
  if (report.ratio) console.log(`\n${summary(report.ratio)}`);
  console.log(`\n${notes(report).join("\n")}`);
  console.log(`\nwritten to ${resultsFolder}fit.json and fit.md`);
}
