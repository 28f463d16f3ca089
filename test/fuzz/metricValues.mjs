/** Measures against their definitions, pair by pair and row by row: `node test/fuzz/metricValues.mjs`, options as in fits.mjs. */
import { runIfMain } from "./cases.mjs";
import { sumOf } from "./objective.mjs";
import { randomOf } from "./random.mjs";

const CLOSE = 1e-12;

export function metricValues({ dump = false } = {}) {
  return {
    name: "metricValues",
    cases: 5000,
    attempt({ metrics }, number) {
      const { y, scores, weights } = randomRows(number);
      if (dump) console.log(JSON.stringify({ y, scores, weights }));
      const finds = [];
      const beside = weights === undefined ? {} : { weights };
      const s = weights ?? y.map(() => 1);
      const compare = (name, value, expected) => {
        if (Math.abs(value - expected) <= CLOSE * Math.max(1, Math.abs(expected))) return;
        if (Object.is(value, expected)) return;
        finds.push({ kind: name, detail: `${value}, by its definition ${expected}` });
      };
      const predicted = scores.map((score) => (score >= 0.5 ? 1 : 0));
      const scale = Math.max(...s);
      const unit = s.map((weight) => weight / scale);
      const share = (rows) => sumOf(rows.map((i) => unit[i])) / sumOf(unit);
      const all = [...y.keys()];
      compare("accuracy", metrics.accuracy(y, predicted, beside), share(all.filter((i) => predicted[i] === y[i])));
      compare("rocAuc", metrics.rocAuc(y, scores, beside), pairsWon(y, scores, s));
      const losses = all.map((i) => unit[i] * -Math.log(y[i] === 1 ? scores[i] : 1 - scores[i]));
      if (losses.every(Number.isFinite)) {
        const expected = sumOf(losses) / sumOf(unit);
        compare("logLoss", metrics.logLoss(y, scores, beside), expected);
      }
      return finds;
    },
  };
}

function randomRows(seed) {
  const random = randomOf(seed, "metric");
  const m = random.whole(2, 30);
  const y = random.array(m, () => random.whole(0, 1));
  y[0] = 0;
  y[1] = 1;
  const ties = random.chance(0.5);
  const scores = random.array(m, () => (ties ? random.whole(1, 7) / 8 : random.between(0.001, 0.999)));
  if (!random.chance(0.6)) return { y, scores };
  const least = random.pick([-323, -300, -200, -12, -1]);
  const most = random.chance(0.5) ? least + random.whole(0, 3) : random.pick([0, 12, 300]);
  const weights = random.array(m, () => (random.chance(0.1) ? 0 : random.magnitude(least, Math.max(least, most))));
  weights[0] ||= 10 ** least || 5e-324;
  weights[1] ||= 10 ** least || 5e-324;
  return { y, scores, weights };
}

/** The share of pairs that are in order, a tie counting one half: each class by the heaviest of its rows, so that no product underflows. */
function pairsWon(y, scores, weights) {
  const heaviest = [0, 1].map((label) => Math.max(...weights.filter((_, i) => y[i] === label)));
  const part = (i) => weights[i] / heaviest[y[i]];
  const won = [];
  const pairs = [];
  for (let i = 0; i < y.length; ++i) {
    if (y[i] === 0) continue;
    for (let k = 0; k < y.length; ++k) {
      if (y[k] === 1) continue;
      const pair = part(i) * part(k);
      pairs.push(pair);
      won.push(scores[i] > scores[k] ? pair : scores[i] === scores[k] ? pair / 2 : 0);
    }
  }
  return sumOf(won) / sumOf(pairs);
}

await runIfMain(import.meta.url, metricValues);
