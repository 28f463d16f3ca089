/**
 * The packed package as its consumers use it: `npm run test:consumers`, about a minute. Packs, installs the tarball and what
 * package.json names into a temporary project, and runs suite.mjs there. With --require-all a consumer that was skipped
 * counts as failed.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const root = fileURLToPath(new URL("../..", import.meta.url));
const project = mkdtempSync(join(tmpdir(), "logit-wasm-consumers-"));
const QUIET = ["--no-audit", "--no-fund", "--loglevel=error"];

function must(cwd, command, ...args) {
  const { status, error, stdout, stderr } = spawnSync(command, args, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${error ?? `${stdout}${stderr}`}`);
  return stdout;
}

try {
  cpSync(here, project, { recursive: true, filter: (path) => !path.includes("node_modules") });
  const packed = must(root, "npm", "pack", "--ignore-scripts", "--json", "--pack-destination", project);
  const [{ filename }] = JSON.parse(packed);
  must(project, "npm", "ci", ...QUIET);
  must(project, "npm", "install", "--no-save", ...QUIET, `./${filename}`);
  const { status } = spawnSync(process.execPath, ["suite.mjs", root, ...process.argv.slice(2)], {
    cwd: project,
    stdio: "inherit",
  });
  process.exitCode = status ?? 1;
} finally {
  rmSync(project, { recursive: true, force: true });
}
