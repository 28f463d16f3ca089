/** Runs every consumer in the project that run.mjs made; prints a table and "N passed, N failed, N skipped". */
import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { openBrowser } from "./browser.mjs";
import { bundlers } from "./consumers/bundlers.mjs";
import { dataFrames } from "./consumers/dataFrames.mjs";
import { edgeRuntimes } from "./consumers/edgeRuntimes.mjs";
import { node } from "./consumers/node.mjs";
import { pages } from "./consumers/pages.mjs";
import { treeShaking } from "./consumers/treeShaking.mjs";
import { typescript } from "./consumers/typescript.mjs";
import { exercise } from "./exercise.mjs";

/** What the consumers must give: the bits of what was built, before it was packed. */
async function expectedResult(root) {
  const load = (file) => import(pathToFileURL(join(root, "build", file)));
  return exercise(await load("index.js"), await load("metrics.js"), await load("predict.js"));
}

async function tryConsumer({ name, needsBrowser = false, run }, expected, browser) {
  if (needsBrowser && browser === undefined) return { name, outcome: "skipped", why: "no Chromium" };
  const started = performance.now();
  try {
    const actual = await run(browser);
    assert.deepEqual(JSON.parse(actual), JSON.parse(expected));
    return { name, outcome: "passed", seconds: (performance.now() - started) / 1000 };
  } catch (error) {
    return { name, outcome: "failed", why: error.stack ?? String(error) };
  }
}

const [, , root, ...options] = process.argv;
const expected = await expectedResult(root);
const browser = await openBrowser();
const counts = { passed: 0, failed: 0, skipped: 0 };
try {
  for (const consumer of [
    ...node,
    ...dataFrames,
    ...typescript,
    ...bundlers,
    ...treeShaking,
    ...pages,
    ...edgeRuntimes,
  ]) {
    const { name, outcome, seconds, why } = await tryConsumer(consumer, expected, browser);
    ++counts[outcome === "skipped" && options.includes("--require-all") ? "failed" : outcome];
    console.log(`${name.padEnd(64)} ${outcome}${seconds === undefined ? "" : ` ${seconds.toFixed(1)} s`}`);
    if (why !== undefined) console.log(`    ${why}`);
  }
} finally {
  await browser?.close();
}
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exit(counts.failed === 0 ? 0 : 1);
