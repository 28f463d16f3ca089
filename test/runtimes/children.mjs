/** Child processes that cannot outlive their time, nor this process. */
import { spawn } from "node:child_process";
import { basename } from "node:path";

/** For one runtime, from its start to its result. */
export const TIME_LIMIT_SECONDS = 120;

const running = new Set();
process.on("exit", () => {
  for (const child of running) kill(child);
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(1));

/**
 * Starts a program in a process group of its own and waits for what `use` resolves to, which may be when the program ends well;
 * then, or if the program ends before, or when the time is up, the whole group is killed.
 *
 * @param use is given the child and what it wrote so far, `{ stdout, stderr }`
 */
export async function withChild([program, ...args], options, use, limitSeconds = TIME_LIMIT_SECONDS) {
  const child = spawn(program, args, { detached: true, stdio: ["ignore", "pipe", "pipe"], ...options });
  running.add(child);
  const output = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"]) {
    child[name].setEncoding("utf8").on("data", (text) => {
      output[name] += text;
    });
  }
  let timer;
  try {
    const result = use(child, output);
    const ended = new Promise((_, reject) => {
      const fail = (why) => reject(new Error(`${basename(program)} ${why}\n${output.stderr.slice(-2000)}`));
      child.on("error", (error) => fail(error.message));
      child.on("close", (code, signal) => fail(`ended with ${code ?? signal} and no result`));
      timer = setTimeout(() => fail(`gave no result within ${limitSeconds} s`), limitSeconds * 1000);
    });
    return await Promise.race([result, ended]);
  } finally {
    clearTimeout(timer);
    kill(child);
    running.delete(child);
  }
}

/** Runs a program to its end and returns what it wrote to stdout. */
export function outputOf(command, options) {
  return withChild(command, options, (child, output) => {
    return new Promise((resolve) => child.on("close", (code) => code === 0 && resolve(output.stdout)));
  });
}

/** The group may still run when its first process has ended, and may be gone. */
function kill({ pid }) {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  } catch {}
}
