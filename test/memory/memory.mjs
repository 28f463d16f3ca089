// What a process has in memory, in bytes: for children run with --expose-gc.
import { readFileSync, writeFileSync } from "node:fs";

const onLinux = process.platform === "linux";

const never = new Int32Array(new SharedArrayBuffer(4));

/** Resident memory once garbage is collected, and once the engine's other threads have given its pages back, which takes them a while. */
export function settled() {
  let least = Number.POSITIVE_INFINITY;
  for (let look = 0; look < 5; ++look) {
    globalThis.gc();
    Atomics.wait(never, 0, 0, 40);
    least = Math.min(least, process.memoryUsage().rss);
  }
  return least;
}

/** The most resident memory since `resetPeak`; where there is no /proc, since the process began. */
function peak() {
  if (!onLinux) return process.resourceUsage().maxRSS * 1024;
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))[1]) * 1024;
}

function resetPeak() {
  if (onLinux) writeFileSync("/proc/self/clear_refs", "5");
}

/** Runs `use`; how far resident memory rises meanwhile, how much of it stays with the result, and the result. */
export function measured(use) {
  const before = settled();
  resetPeak();
  const result = use();
  const most = peak();
  return { result, rise: most - before, left: settled() - before };
}
