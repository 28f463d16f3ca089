// The child's side of child.mjs, for contenders in JavaScript. (peers/serve.py is its twin.)
//
//   parent: { setting, atLeastMs }      child: { times, coef, intercept, counts? }, times in ms, one or more fits
import { createInterface } from "node:readline";

/** @param solve a setting -> `{ coef, intercept, ... }`; only its time counts, so whatever it needs is loaded before */
export async function serve(about, solve) {
  answer({ ready: true, ...about });
  for await (const line of createInterface({ input: process.stdin })) {
    const { setting, atLeastMs } = JSON.parse(line);
    const times = [];
    const begin = performance.now();
    let result;
    do {
      const start = performance.now();
      result = solve(setting);
      times.push(performance.now() - start);
    } while (performance.now() - begin < atLeastMs);
    answer({ times, ...result, coef: Array.from(result.coef) });
  }
}

/** For a peer that is not installed. */
export function missing(why) {
  answer({ missing: why });
}

function answer(value) {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}
