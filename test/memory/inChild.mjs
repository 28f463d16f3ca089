import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const CHILD = fileURLToPath(new URL("child.mjs", import.meta.url));

/** Runs a scenario in a process of its own, so that its memory means something. */
export async function inChild(name, argument = {}) {
  const { stdout } = await promisify(execFile)(process.execPath, [
    "--expose-gc",
    CHILD,
    name,
    JSON.stringify(argument),
  ]);
  return JSON.parse(stdout);
}
