import { describe, expect, test } from "vitest";
import {
  accuracy,
  confusionMatrix,
  f1,
  logLoss,
  logLossFromLogits,
  precision,
  recall,
  rocAuc,
} from "../../src/metrics/index.ts";
import { mulberry32 } from "../../src/solver/random.ts";

// Eight rows worked out by hand. Sorted by score: 0.1(0) 0.3(0) 0.3(1) 0.5(0) 0.6(1) 0.7(0) 0.7(1) 0.9(1).
const y = [0, 0, 1, 0, 1, 0, 1, 1];
const p = [0.1, 0.3, 0.3, 0.5, 0.6, 0.7, 0.7, 0.9];
const predicted = [0, 0, 0, 1, 1, 1, 1, 1];

/** An independent oracle: compare every positive row with every negative one. */
function aucByPairs(y: readonly number[], scores: readonly number[], weights?: readonly number[]): number {
  let won = 0;
  let all = 0;
  for (const [i, yi] of y.entries()) {
    if (yi !== 1) continue;
    for (const [k, yk] of y.entries()) {
      if (yk === 1) continue;
      const pair = (weights?.[i] ?? 1) * (weights?.[k] ?? 1);
      const [a = 0, b = 0] = [scores[i], scores[k]];
      all += pair;
      won += a > b ? pair : a === b ? pair / 2 : 0;
    }
  }
  return won / all;
}

/** Rows with small integer weights, and the same rows written out as often as they weigh. */
function weightedSample(seed: number, rows: number) {
  const random = mulberry32(seed);
  const pick = (n: number) => Math.floor(random() * n);
  const weighted = Array.from({ length: rows }, (_, i) => ({
    y: i < 2 ? i : pick(2),
    score: pick(7) / 8 + 1 / 16,
    predicted: pick(2),
    weight: i < 2 ? 1 : pick(4),
  }));
  return { weighted, repeated: weighted.flatMap((row) => Array.from({ length: row.weight }, () => row)) };
}

describe("values worked out by hand", () => {
  test("accuracy is the share of rows that are right", () => {
    expect(accuracy(y, predicted)).toBe(5 / 8);
    expect(accuracy(["a", "b"], ["b", "b"])).toBe(0.5);
    expect(accuracy([true, false], [true, false])).toBe(1);
  });

  test("the confusion matrix counts each kind of row", () => {
    const matrix = confusionMatrix(y, predicted);
    expect(matrix).toEqual({ truePositive: 3, falsePositive: 2, trueNegative: 2, falseNegative: 1 });
    expect(precision(matrix)).toBe(3 / 5);
    expect(recall(matrix)).toBe(3 / 4);
    expect(f1(matrix)).toBe(6 / 9);
  });

  test("the log loss is the mean of -log of what was given to the truth", () => {
    expect(logLoss([1, 0, 1], [0.5, 0.25, 0.125])).toBeCloseTo(Math.log(2 * (4 / 3) * 8) / 3, 15);
    expect(logLoss([1, 0], [1, 0])).toBe(0);
    expect(Object.is(logLoss([1], [1]), 0)).toBe(true);
  });

  test("nothing is clipped: certainty about what did not happen costs Infinity", () => {
    expect(logLoss([1, 0], [0, 0])).toBe(Infinity);
    expect(logLoss([1, 0], [1, 1])).toBe(Infinity);
    expect(logLoss([1, 0], [1, 1], { weights: [1, 0] })).toBe(0);
  });

  test("a probability near 1 keeps its precision", () => {
    expect(logLoss([0], [1 - 2 ** -53])).toBe(53 * Math.LN2);
    expect(logLoss([0], [1e-300])).toBe(1e-300);
  });

  test("the AUC counts a tie as one half", () => {
    // Pairs won of 16: score 0.3 wins 1.5, 0.6 wins 3, 0.7 wins 3.5, 0.9 wins 4.
    expect(rocAuc(y, p)).toBe(12 / 16);
    expect(rocAuc([0, 1], [0.5, 0.5])).toBe(0.5);
    expect(rocAuc([0, 0, 1, 1], [1, 2, 3, 4])).toBe(1);
    expect(rocAuc([1, 1, 0, 0], [1, 2, 3, 4])).toBe(0);
    expect(rocAuc([0, 1, 1], [-Infinity, -Infinity, Infinity])).toBe(0.75);
  });
});

describe("against oracles", () => {
  test("the AUC equals counting every pair, with ties and with weights", () => {
    for (let seed = 1; seed <= 50; seed++) {
      const { weighted } = weightedSample(seed, 2 + (seed % 40));
      const labels = weighted.map((row) => row.y);
      const scores = weighted.map((row) => row.score);
      const weights = weighted.map((row) => row.weight);
      expect(rocAuc(labels, scores), `seed ${seed}`).toBeCloseTo(aucByPairs(labels, scores), 14);
      expect(rocAuc(labels, scores, { weights }), `seed ${seed}`).toBeCloseTo(aucByPairs(labels, scores, weights), 14);
    }
  });

  test("the AUC does not change where scores go through an increasing function", () => {
    const stretched = p.map((score) => 2 * Math.log(score));
    expect(rocAuc(y, stretched)).toBe(rocAuc(y, p));
  });

  test("a weight of k is the row k times, a weight of 0 is the row absent", () => {
    for (let seed = 1; seed <= 50; seed++) {
      const { weighted, repeated } = weightedSample(seed, 12);
      const weights = weighted.map((row) => row.weight);
      const columns = (rows: typeof weighted) =>
        [rows.map((row) => row.y), rows.map((row) => row.score), rows.map((row) => row.predicted)] as const;
      const [yw, pw, gw] = columns(weighted);
      const [yr, pr, gr] = columns(repeated);
      expect(accuracy(yw, gw, { weights }), `seed ${seed}`).toBeCloseTo(accuracy(yr, gr), 14);
      expect(logLoss(yw, pw, { weights }), `seed ${seed}`).toBeCloseTo(logLoss(yr, pr), 14);
      expect(rocAuc(yw, pw, { weights }), `seed ${seed}`).toBeCloseTo(rocAuc(yr, pr), 14);
      expect(confusionMatrix(yw, gw, { weights }), `seed ${seed}`).toEqual(confusionMatrix(yr, gr));
    }
  });

  test("the log loss of z equals that of the probability, as far as probabilities reach", () => {
    for (const z of [-30, -5, -1, -1e-9, 0, 1e-9, 0.5, 3, 20]) {
      for (const yi of [0, 1]) {
        const fromProbability = logLoss([yi], [1 / (1 + Math.exp(-z))]);
        const fromZ = logLossFromLogits([yi], [z]);
        expect(Math.abs(fromZ / fromProbability - 1), `z ${z}, y ${yi}`).toBeLessThan(1e-6);
      }
    }
  });

  test("the log loss of z stays finite where the probability has rounded to 1", () => {
    expect(logLossFromLogits([0, 1], [1000, 1000])).toBe(500);
    expect(logLossFromLogits([1], [40])).toBe(Math.exp(-40));
    expect(logLossFromLogits([0], [Infinity])).toBe(Infinity);
  });

  test("a large sample takes one sort", () => {
    const random = mulberry32(7);
    const labels = Array.from({ length: 200_000 }, (_, i) => i % 2);
    const scores = labels.map((label) => random() + label * 0.5);
    // Two uniforms shifted by d = 0.5: P(win) = 1 - (1 - d)^2 / 2.
    expect(rocAuc(labels, scores)).toBeCloseTo(1 - 0.25 / 2, 2);
  });
});

describe("labels", () => {
  test("0/1, -1/+1 and booleans need no option", () => {
    expect(rocAuc([-1, 1], [0, 1])).toBe(1);
    expect(rocAuc([false, true], [0, 1])).toBe(1);
  });

  test("other labels are named by { positive }", () => {
    expect(rocAuc(["spam", "ham"], [0.9, 0.1], { positive: "spam" })).toBe(1);
    expect(rocAuc(["spam", "ham"], [0.9, 0.1], { positive: "ham" })).toBe(0);
    expect(confusionMatrix([1, 2], [2, 2], { positive: 2 }).falsePositive).toBe(1);
    expect(() => rocAuc(["spam", "ham"], [0.9, 0.1])).toThrow(
      'y: expected 0 or 1, got "spam" at row 0 (name other labels by { positive })',
    );
  });

  test("a third label is named with its row", () => {
    expect(() => logLoss([0, 1, 2], [0, 1, 1])).toThrow("y: expected 0 or 1, got 2 at row 2");
    expect(() => logLoss([0, 1, -1], [0, 1, 1])).toThrow("y: expected 0 or 1, got -1 at row 2");
    const two = { positive: "a" };
    expect(() => confusionMatrix(["a", "b", "c"], ["a", "b", "b"], two)).toThrow(
      'y: expected "a" or "b", got "c" at row 2',
    );
    expect(() => confusionMatrix(["a", "b"], ["a", "c"], two)).toThrow(
      'predicted: expected "a" or "b", got "c" at row 1',
    );
    expect(() => rocAuc([0, 1], [0, 1], two)).toThrow('y: expected "a" or another string, got 0 at row 0');
  });
});

describe("a metric that is undefined is NaN", () => {
  test("the AUC of one class, by its rows or by those that weigh anything", () => {
    expect(rocAuc([1, 1], [0.1, 0.2])).toBe(NaN);
    expect(rocAuc([0, 0], [0.1, 0.2])).toBe(NaN);
    expect(rocAuc([0, 1], [0.1, 0.2], { weights: [0, 1] })).toBe(NaN);
    expect(rocAuc(["a", "a"], [0.1, 0.2], { positive: "a" })).toBe(NaN);
  });

  test("precision, recall and F1, each where there is nothing to count", () => {
    const nothing = { truePositive: 0, falsePositive: 0, trueNegative: 3, falseNegative: 0 };
    expect([precision(nothing), recall(nothing), f1(nothing)]).toEqual([NaN, NaN, NaN]);
    const missed = confusionMatrix([1, 0], [0, 0]);
    expect([precision(missed), recall(missed), f1(missed)]).toEqual([NaN, 0, 0]);
    const falseAlarm = confusionMatrix([0, 0], [1, 0]);
    expect([precision(falseAlarm), recall(falseAlarm), f1(falseAlarm)]).toEqual([0, NaN, 0]);
  });
});

describe("weights of any size", () => {
  const weights = [3, 1, 4, 1, 5, 9, 2, 6];
  const measures = (unit: number) => {
    const scaled = weights.map((weight) => weight * unit);
    const matrix = confusionMatrix(y, predicted, { weights: scaled });
    return [
      accuracy(y, predicted, { weights: scaled }),
      logLoss(y, p, { weights: scaled }),
      logLossFromLogits(y, p, { weights: scaled }),
      rocAuc(y, p, { weights: scaled }),
      ...[precision(matrix), recall(matrix), f1(matrix)],
    ];
  };

  test("a power of two as their unit changes no bit, down to the smallest number and up to the largest", () => {
    for (const exponent of [-1074, -1060, -540, -40, 40, 540, 1010, 1018]) {
      expect(measures(2 ** exponent), `unit 2^${exponent}`).toEqual(measures(1));
    }
  });

  test("their sum may overflow, and products of them vanish", () => {
    for (const each of [5e-324, 1e-200, 1e200, 1e308, Number.MAX_VALUE]) {
      const equal = { weights: y.map(() => each) };
      expect(rocAuc(y, p, equal), `weights of ${each}`).toBeCloseTo(rocAuc(y, p), 15);
      expect(accuracy(y, predicted, equal), `weights of ${each}`).toBeCloseTo(accuracy(y, predicted), 15);
      expect(logLoss(y, p, equal), `weights of ${each}`).toBeCloseTo(logLoss(y, p), 15);
    }
  });

  test("the AUC does not change with the unit of one class", () => {
    const uneven = (unit: number) => weights.map((weight, row) => (y[row] === 1 ? weight * unit : weight));
    for (const unit of [2 ** -1074, 2 ** 1018]) {
      expect(rocAuc(y, p, { weights: uneven(unit) })).toBe(rocAuc(y, p, { weights }));
    }
  });

  test("a confusion matrix whose entries would be infinite is refused, one of any finite entries has its measures", () => {
    expect(() => confusionMatrix([1, 1], [1, 1], { weights: [1e308, 1e308] })).toThrow(
      "weights: expected a finite sum, got Infinity",
    );
    const large = { truePositive: 1.5e308, falsePositive: 0.5e308, trueNegative: 0, falseNegative: 1e308 };
    expect([precision(large), recall(large), f1(large)]).toEqual([0.75, 0.6, expect.closeTo(2 / 3, 15)]);
    const small = { truePositive: 5e-324, falsePositive: 5e-324, trueNegative: 1e308, falseNegative: 5e-324 };
    expect([precision(small), recall(small), f1(small)]).toEqual([0.5, 0.5, 0.5]);
  });
});

describe("bad input", () => {
  test("scores that change between two reads are read once", () => {
    let reads = 0;
    const scores = new Proxy([0, 0, 0, 0], {
      get: (target, name) => (typeof name === "string" && /^\d+$/.test(name) ? ++reads : Reflect.get(target, name)),
    });
    expect(rocAuc([0, 0, 1, 1], scores)).toBe(1);
    expect(reads).toBe(4);
  });

  test("what is no array is named, with the code of what it should have been", () => {
    const code = (name: string) => expect.objectContaining({ code: name });
    const none = undefined as unknown as number[];
    for (const call of [
      () => accuracy(none, y),
      () => accuracy(y, none),
      () => rocAuc(none, p),
      () => logLoss(none, p),
    ]) {
      expect(call).toThrow(code("INVALID_LABELS"));
    }
    expect(() => rocAuc(y, none)).toThrow("scores: expected an array of numbers, got undefined");
    expect(() => rocAuc(y, none)).toThrow(code("INVALID_VECTOR"));
    expect(() => accuracy("01" as unknown as string[], ["0", "1"])).toThrow('y: expected an array of labels, got "01"');
    expect(() => accuracy([0, NaN], [0, NaN])).toThrow(
      "y: expected a finite number, a string or a boolean, got NaN at row 1",
    );
    const weights = null as unknown as number[];
    expect(() => accuracy(y, predicted, { weights })).toThrow("weights: expected an array of numbers, got null");
    expect(() => accuracy(y, predicted, { weights })).toThrow(code("INVALID_WEIGHTS"));
    const positive = null as unknown as string;
    expect(() => rocAuc(y, p, { positive })).toThrow(
      "positive: expected a finite number, a string or a boolean, got null",
    );
    expect(() => rocAuc(y, p, { positive })).toThrow(code("INVALID_OPTION"));
  });

  test("precision, recall and F1 ask for a confusion matrix", () => {
    for (const metric of [precision, recall, f1] as ((matrix: unknown) => number)[]) {
      expect(() => metric(undefined)).toThrow("expected what confusionMatrix returns, got undefined");
      expect(() => metric([0, 1])).toThrow(/got an array of 2: say \w+\(confusionMatrix\(y, predicted\)\)$/);
      expect(() => metric({ truePositive: -1 })).toThrow(
        "expected truePositive to be a finite number of 0 or more, got -1",
      );
      expect(() => metric({})).toThrow(expect.objectContaining({ code: "INVALID_OPTION", name: "LogitTypeError" }));
    }
  });

  test("NaN and numbers out of range are named by row", () => {
    expect(() => logLoss([0, 1], [0.5, NaN])).toThrow("probabilities: expected a number from 0 to 1, got NaN at row 1");
    expect(() => logLoss([0, 1], [1.5, 0])).toThrow("probabilities: expected a number from 0 to 1, got 1.5 at row 0");
    expect(() => rocAuc([0, 1], [0, NaN])).toThrow("scores: expected a number, got NaN at row 1");
    expect(() => logLossFromLogits([0], [NaN])).toThrow("z: expected a number, got NaN at row 0");
  });

  test("lengths must agree and there must be a row", () => {
    expect(() => accuracy([], [])).toThrow("y: expected at least 1 row, got 0");
    expect(() => accuracy([0, 1], [0])).toThrow("predicted: expected length 2 like y, got 1");
    expect(() => logLoss([0], [0, 1])).toThrow("probabilities: expected length 1 like y, got 2");
    expect(() => rocAuc([0, 1], [0, 1], { weights: [1] })).toThrow("weights: expected length 2 like y, got 1");
  });

  test("weights are finite, not negative and not all zero", () => {
    expect(() => accuracy([0, 1], [0, 1], { weights: [1, -1] })).toThrow(
      "weights: expected a finite number of 0 or more, got -1 at row 1",
    );
    expect(() => accuracy([0], [0], { weights: [Infinity] })).toThrow("got Infinity at row 0");
    expect(() => accuracy([0], [0], { weights: [0] })).toThrow("weights: expected a sum above 0, got 0");
  });

  test("predicted labels of another type are an error, not all wrong", () => {
    expect(() => accuracy([0, 1], ["0", "1"])).toThrow('predicted: expected a number like y, got "0" at row 0');
  });

  test("unknown options throw as they do everywhere", () => {
    const call = () => accuracy([0], [0], { wieghts: [1] } as object);
    expect(call).toThrow('accuracy: expected options weights; got "wieghts" (did you mean "weights"?)');
    expect(call).toThrow(expect.objectContaining({ code: "INVALID_OPTION", name: "LogitRangeError" }));
  });

  test("what is no object of options is named", () => {
    const noOptions = (options: unknown) => () => rocAuc(y, p, options as object);
    expect(noOptions(null)).toThrow("rocAuc: expected an object of options, got null");
    expect(noOptions(y)).toThrow("rocAuc: expected an object of options, got an array of 8: say { weights }");
    expect(noOptions(new Float64Array(8))).toThrow("got a Float64Array of 8: say { weights }");
    expect(noOptions("spam")).toThrow('got "spam"');
    expect(noOptions(() => {})).toThrow("got a function");
    expect(noOptions(new Map())).toThrow("got a Map");
    expect(noOptions(null)).toThrow(expect.objectContaining({ code: "INVALID_OPTION", name: "LogitTypeError" }));
  });
});

describe("rocAuc of weighted rows that scores tell apart", () => {
  test("is at most 1, however the weights round", () => {
    const next = mulberry32(5);
    for (let k = 0; k < 500; ++k) {
      const scores = Array.from({ length: 40 }, (_, i) => i + next());
      const weights = scores.map(() => 10 ** (6 * next() - 3));
      const y = scores.map((_, i) => (i < 5 + (k % 30) ? 0 : 1));
      const auc = rocAuc(y, scores, { weights });
      expect(auc).toBeLessThanOrEqual(1);
      expect(auc).toBeGreaterThan(1 - 1e-14);
    }
  });
});
