// An l1 path of 100 lambdas. We have none yet, so only R's glmnet is measured.
import { fileURLToPath } from "node:url";
import { race } from "./race.mjs";

export const PATHS = ["spambase", "higgs7k"];

const script = fileURLToPath(new URL("../peers/glmnetPeer.R", import.meta.url));
const glmnet = {
  id: "glmnet",
  title: "glmnet",
  group: "glmnet",
  run: [(folder) => ({ command: "Rscript", args: ["--vanilla", script, folder] })],
  ladders: [[{}]],
};

export function racePaths(options) {
  return race({ ...options, contenders: [glmnet].filter(options.wanted) });
}
