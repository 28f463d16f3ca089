/**
 * Mutated CSV files through the command line, in this process and a sample of them in one of their own:
 * `node test/fuzz/csvFiles.mjs`, options as in fits.mjs; with --library the cli.js beside it is spawned for every case.
 */
import { spawnSync } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { runIfMain } from "./cases.mjs";
import { bytesOf, randomCommand, randomCsv } from "./csvMutants.mjs";
import { loadCommandLine, temporaryFolder } from "./library.mjs";
import { modelJson } from "./problems.mjs";
import { randomOf } from "./random.mjs";
import { runInProcess } from "./runCommand.mjs";

/** One case of so many runs in a process of its own as well. */
const SPAWNED = 50;
/** Milliseconds that no command on 30 rows may take. */
const TOO_LONG = 5000;

export function csvFiles({ library: path, dump = false } = {}) {
  const build = fileURLToPath(new URL("../../build/cli.js", import.meta.url));
  const cli = path === undefined ? build : join(dirname(resolve(path)), "cli.js");
  const folder = temporaryFolder();
  const files = { data: join(folder, "data.csv"), model: join(folder, "model.json"), out: join(folder, "out.json") };
  let parts;
  return {
    name: "csvFiles",
    cases: 2000,
    async attempt(_, number) {
      parts ??= path === undefined ? await loadCommandLine() : undefined;
      const random = randomOf(number, "csv");
      const { text, separator } = randomCsv(random);
      const bytes = bytesOf(random, text);
      writeFileSync(files.data, bytes);
      rmSync(files.out, { force: true });
      const model = { ...modelJson([0.01, 1, -0.1], 0.2), features: ["age", "dose", "weight"], target: "label" };
      writeFileSync(files.model, JSON.stringify(random.chance(0.9) ? model : { ...model, coef: [null] }));
      const args = randomCommand(random, files, separator);
      if (dump) console.log(args.join(" "), JSON.stringify(bytes.toString("latin1")));
      const started = performance.now();
      const first = parts === undefined ? spawned(cli, args) : await runInProcess(parts, args);
      const milliseconds = performance.now() - started;
      const finds = judgeCommand(first, args, bytes, files);
      if (milliseconds > TOO_LONG)
        finds.push({ kind: "time", detail: `${Math.round(milliseconds)} ms: ${args.join(" ")}` });
      if (parts !== undefined && number % SPAWNED === 0 && existsSync(cli)) {
        rmSync(files.out, { force: true });
        const second = spawned(cli, args);
        if (second.status !== first.status) {
          finds.push({
            kind: "spawned",
            detail: `status ${second.status}, in process ${first.status}: ${args.join(" ")}`,
          });
        }
        finds.push(...judgeCommand(second, args, bytes, files));
      }
      return finds;
    },
  };
}

function spawned(cli, args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { encoding: "utf8", timeout: 60_000 });
  return { status, stdout, stderr };
}

function judgeCommand({ status, stdout, stderr }, args, bytes, files) {
  const finds = [];
  const what = `${args
    .filter((arg) => !Object.values(files).includes(arg))
    .join(" ")
    .slice(0, 120)}`;
  const find = (kind, detail) => finds.push({ kind, detail: `${detail.slice(0, 200)} (${what})` });
  if (![0, 1, 2].includes(status)) find("status", String(status));
  if (/\n\s+at /.test(stderr + stdout)) find("stack", stderr);
  if (status !== 0) {
    if (!/^logit-wasm: [^\n]+\n$/.test(stderr)) find("not one line", JSON.stringify(stderr));
    if (stdout !== "") find("stdout beside a failure", JSON.stringify(stdout));
    return finds;
  }
  // labels that are written so may be repeated
  const own = bytes.toString("utf8");
  for (const word of ["NaN", "undefined", "Infinity", "[object"]) {
    if (stdout.includes(word) && !own.includes(word)) find("words", `${word} in ${stdout.replaceAll("\n", "|")}`);
  }
  const lines = args[0] === "predict" ? stdout.trim().split("\n") : [stdout];
  const asJson = args.includes("--json") && stdout !== "" && !args.includes("--help") && !args.includes("-V");
  if (asJson) for (const line of lines.slice(0, 3)) if (!isJson(line)) find("JSON", line);
  return finds;
}

function isJson(text) {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

await runIfMain(import.meta.url, csvFiles);
