// An l1 path of 100 lambdas, ours and that of R's glmnet, which ends it after fewer where its deviance does not rise any more.
import { fileURLToPath } from "node:url";
import { race } from "./race.mjs";

export const PATHS = ["spambase", "higgs7k"];

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const child = (command, ...args) => [(folder) => ({ command, args: [...args, folder] })];

const ours = child(process.execPath, here("oursPath.mjs"));
const CONTENDERS = [
  { id: "ours-path", title: "ours", group: "ours", run: ours, ladders: [[{}]] },
  { id: "ours-path-1e-7", title: "ours, tolerance 1e-7", group: "ours", run: ours, ladders: [[{ tolerance: 1e-7 }]] },
  {
    id: "glmnet",
    title: "glmnet",
    group: "glmnet",
    run: child("Rscript", "--vanilla", here("../peers/glmnetPeer.R")),
    ladders: [[{}]],
  },
];
export const PATH_TITLES = CONTENDERS.map(({ id, title }) => ({ id, title }));

/** Turns are taken in rounds, so that ratios are of one run. Records are those of `race`, in the order of PATH_TITLES. */
export function racePaths(options) {
  return race({ ...options, contenders: CONTENDERS.filter(options.wanted) });
}
