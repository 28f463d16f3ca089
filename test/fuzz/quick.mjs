/** A sample of a suite, for npm test. */
import { runCases } from "./cases.mjs";
import { loadLibrary } from "./library.mjs";
import { seedOfToday } from "./random.mjs";
import { SUITES } from "./suites.mjs";

let library;

/** @returns what the first cases of today's seed find, as text that names the case */
export async function quickSample(name, cases) {
  library ??= await loadLibrary();
  const finds = [];
  const seed = seedOfToday();
  await runCases(SUITES[name]({}), library, { seed, cases, print: (line) => finds.push(line), conclusions: false });
  return finds;
}
