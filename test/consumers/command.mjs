import { spawnSync } from "node:child_process";

/** Runs node with these arguments; its output, or an error that has it. */
export function node(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`node ${args.join(" ")}\n${stdout}${stderr}`);
  return stdout;
}
