import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  type FitOptions,
  LogisticRegression,
  type LogisticRegressionOptions,
  LogitRangeError,
  LogitTypeError,
  regularizationPath,
} from "../../src/index.ts";
import { logLoss } from "../../src/metrics/index.ts";
import { loadModel } from "../../src/predict/index.ts";
import { random, sample } from "../support/random.ts";

interface Fixture {
  readonly commit: string;
  readonly rows: number[][];
  readonly models: { readonly name: string; readonly json: string; readonly z: number[]; readonly a: number[] }[];
}

const folder = new URL("../fixtures/models/", import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith(".json"));

describe("model files of every version", () => {
  it("are there", () => expect(files.length).toBeGreaterThan(6));

  for (const file of files) {
    const { rows, models }: Fixture = JSON.parse(readFileSync(new URL(file, folder), "utf8"));
    for (const { name, json, z, a } of models) {
      it(`${file}: ${name} predicts the bits that it did, by fromJSON and by loadModel`, () => {
        const model = LogisticRegression.fromJSON(json);
        for (const reader of [model, loadModel(json), LogisticRegression.fromJSON(JSON.parse(json))]) {
          const offsets = model.takesOffsets ? { offsets: 0 } : {};
          expect(Array.from(reader.decisionFunction(rows, offsets))).toEqual(z);
          expect(Array.from(reader.predictProba(rows, offsets))).toEqual(a);
        }
        const again = LogisticRegression.fromJSON(JSON.stringify(model));
        expect(again.toJSON()).toEqual(model.toJSON());
        expect(again.toJSON().version).toBe(2);
        expect(again.features).toEqual(JSON.parse(json).features);
      });
    }
  }
});

const { X, y } = sample(51, 300, 3);
const rows = Array.from({ length: 300 }, (_, i) => Array.from(X.data.subarray(3 * i, 3 * i + 3)));
const text = (model: LogisticRegression) => JSON.stringify(model);
const copyOf = (model: LogisticRegression, options?: LogisticRegressionOptions) =>
  LogisticRegression.fromJSON(text(model), options);

describe("a model file", () => {
  it("has no clock in it: two equal trainings write the same bytes", async () => {
    const options: LogisticRegressionOptions = { l2: 0.1, tolerance: 1e-9, classes: [0, 1] };
    const make = () => new LogisticRegression(options).fit(X, y, { curvature: true });
    expect(text(make())).toBe(text(make()));
    // the order of the options is not that of the caller
    const turned = new LogisticRegression({ classes: [0, 1], tolerance: 1e-9, l2: 0.1 });
    expect(text(await turned.fitAsync(X, y, { curvature: true }))).toBe(text(make()));
    const stream = () => new LogisticRegression().partialFit(rows, y);
    expect(text(stream())).toBe(text(stream()));
    expect(copyOf(make()).report.seconds).toBeUndefined();
    expect(make().report.seconds).toBeGreaterThan(0);
  });

  const refits: [LogisticRegressionOptions, FitOptions?][] = [
    [{}],
    [{ l2: 5 }],
    [{ l1: 0.02, l2: 0.01, maxEpochs: 50 }],
    [{ l2: 0.3, standardize: false, fitIntercept: false }],
    [{ precision: "f32", classWeight: "balanced" }],
    [{ classWeight: [1, 3], classes: [1, 0] }],
    [{ solver: "lbfgs", tolerance: 1e-3 }],
    [{ solver: "gradient-descent", learningRate: 0.2, maxEpochs: 15 }],
    [{ solver: "sgd", batchSize: 7, momentum: 0.3, averaging: false, schedule: "inverse", seed: 5, maxEpochs: 4 }],
    [{ onEpoch: () => undefined }, { curvature: true, offsets: y.map((_, i) => i % 2) }],
  ];
  for (const [options, extras] of refits) {
    it(`holds the options, so that a refit is the same fit: ${JSON.stringify(options)}`, () => {
      const model = new LogisticRegression(options).fit(X, y, extras);
      const copy = copyOf(model);
      expect(text(copy)).toBe(text(model));
      expect(text(copy.fit(X, y, extras))).toBe(text(model));
    });
  }

  it("gives way to options that are given, one by one", () => {
    const model = new LogisticRegression({ l2: 5, tolerance: 1e-5, fitIntercept: false }).fit(X, y);
    const expected = new LogisticRegression({ l2: 0.5, tolerance: 1e-5, fitIntercept: false }).fit(X, y);
    expect(text(copyOf(model, { l2: 0.5, tolerance: undefined } as object).fit(X, y))).toBe(text(expected));
    const sgd = new LogisticRegression({ l2: 5, solver: "sgd", batchSize: 8, learningRate: 0.1 }).fit(X, y);
    const auto = copyOf(sgd, { solver: "auto" }).fit(X, y);
    expect(text(auto)).toBe(text(new LogisticRegression({ l2: 5, solver: "auto" }).fit(X, y)));
    expect(copyOf(sgd, { batchSize: 16 }).toJSON().options).toEqual({
      l2: 5,
      solver: "sgd",
      batchSize: 16,
      learningRate: 0.1,
    });
    expect(() => copyOf(model, null as unknown as object)).toThrow("fromJSON: expected an object of options, got null");
    expect(() => copyOf(model, { l3: 1 } as object)).toThrow(/^fromJSON: expected options l1, .*; got "l3"$/);
    expect(() => copyOf(model, { l2: -1 })).toThrow("l2: expected a finite number, 0 or above, got -1");
  });

  it("keeps its options whatever becomes of the caller's arrays", () => {
    const classWeight: [number, number] = [1, 2];
    const model = new LogisticRegression({ classWeight }).fit(X, y);
    classWeight[1] = 9;
    expect(model.toJSON().options).toEqual({ classWeight: [1, 2] });
    expect(Object.isFrozen(model.toJSON().options.classWeight)).toBe(true);
  });

  it("lets a stream go on after a fit, from a path too, as if there had been no file", () => {
    const parts = [0, 1, 2].map((k) => [rows.slice(90 * k, 90 * k + 40), y.slice(90 * k, 90 * k + 40)] as const);
    for (const fitted of [
      new LogisticRegression({ l2: 0.01 }).fit(X, y),
      regularizationPath(X, y, { count: 4, l1Ratio: 0 }).model(3),
    ]) {
      const copy = copyOf(fitted);
      const before = logLoss(y, copy.predictProba(X));
      for (const [few, labels] of parts) for (const model of [fitted, copy]) model.partialFit(few, labels);
      expect(text(copy)).toBe(text(fitted));
      expect(logLoss(y, copy.predictProba(X))).toBeLessThan(1.05 * before);
      // and in the middle of the stream
      const third = copyOf(copy).partialFit(rows.slice(0, 9), y.slice(0, 9));
      expect(text(third)).toBe(text(copy.partialFit(rows.slice(0, 9), y.slice(0, 9))));
    }
  });

  it("is read with a byte order mark", () => {
    const model = new LogisticRegression().fit(X, y);
    const marked = `\uFEFF${text(model)}`;
    expect(LogisticRegression.fromJSON(marked).coef).toEqual(model.coef);
    expect(loadModel(marked).predict(rows)).toEqual(model.predict(rows));
  });

  it("shares nothing with the object that it was read from, nor with the one that is written", () => {
    const model = new LogisticRegression({ l2: 0 }).fit([[1], [2], [4]], [0, 0, 1], { features: ["a"] });
    const before = text(model);
    const json = JSON.parse(before);
    const copy = LogisticRegression.fromJSON(json);
    json.report.separation.coef[0] = 99;
    json.report.separation.columns.length = 0;
    json.report.fallbacks.push("start");
    json.options.l2 = 7;
    json.seen.mean[0] = 9;
    expect(text(copy)).toBe(before);
    const { separation } = copy.report;
    for (const part of [copy.report, copy.report.fallbacks, separation, separation?.columns, separation?.coef]) {
      expect(Object.isFrozen(part)).toBe(true);
    }
    const written = model.toJSON() as unknown as typeof json;
    written.coef[0] = 5;
    written.features[0] = "b";
    written.report.separation.coef[0] = 5;
    expect(text(model)).toBe(before);
  });

  it("with a section that this version does not know is refused by its name, by both readers", () => {
    const json = { ...new LogisticRegression().fit(X, y).toJSON(), encoding: {} };
    for (const read of [loadModel, LogisticRegression.fromJSON]) {
      expect(() => read(json)).toThrow('model: expected no other entries, got "encoding"');
      expect(() => read(`{"__proto__": 1, ${JSON.stringify(json).slice(1)}`)).toThrow('got "__proto__"');
    }
  });

  it("of the least that predicts is read by loadModel and by fromJSON, which knows of no fit then", () => {
    const rowsOfBoth = [
      [1, 0],
      [0, 1],
    ];
    for (const version of [1, 2]) {
      const json = { format: "logit-wasm/model", version, classes: ["no", "yes"], coef: [1, -2], intercept: 0.5 };
      const model = LogisticRegression.fromJSON(json);
      for (const one of [loadModel(json), model]) expect(one.predict(rowsOfBoth)).toEqual(["yes", "no"]);
      expect(() => model.report).toThrow("report: expected a model that was fitted, got one of known coefficients");
      expect(model.toJSON()).toEqual({ ...json, version: 2, options: {} });
    }
  });

  it("of a fit has the options of the fit", () => {
    const { options: _, ...json } = new LogisticRegression().fit(X, y).toJSON();
    expect(() => LogisticRegression.fromJSON(json)).toThrow(
      "model: expected options to be an object, as toJSON writes it, got undefined",
    );
  });
});

type Json = ReturnType<typeof JSON.parse>;

describe("a model file that no version writes is refused", () => {
  const models = {
    curvature: new LogisticRegression().fit(X, y, { curvature: true, features: ["a", "b", "c"], target: "t" }),
    separation: new LogisticRegression({ l2: 0 }).fit(
      [
        [1, 0],
        [2, 1],
        [4, 0],
      ],
      [0, 0, 1],
    ),
    stream: new LogisticRegression().partialFit(rows, y),
    options: new LogisticRegression({ classWeight: [1, 2], classes: [0, 1], l2: 0.5 }).fit(X, y),
  };
  const hole = (list: unknown[], at: number) => delete list[at];
  const cases: [keyof typeof models, string, (json: Json) => unknown, string][] = [
    [
      "curvature",
      "a hole in coef",
      (m) => hole(m.coef, 1),
      "coef to be finite numbers, one a column, got undefined at entry 1",
    ],
    ["curvature", "a hole in features", (m) => hole(m.features, 2), "features to be 3 names, got undefined at entry 2"],
    [
      "curvature",
      "a hole in classes",
      (m) => hole(m.classes, 0),
      "classes to be two distinct labels, got undefined at entry 0",
    ],
    [
      "curvature",
      "a hole in curvature.centre",
      (m) => hole(m.curvature.centre, 0),
      "curvature.centre to be 3 finite numbers, got undefined at entry 0",
    ],
    [
      "curvature",
      "a hole in curvature.hessian",
      (m) => hole(m.curvature.hessian, 5),
      "curvature.hessian to be 16 finite numbers, got undefined at entry 5",
    ],
    ["curvature", "a hole in seen.mean", (m) => hole(m.seen.mean, 1), "seen to be what fit leaves"],
    [
      "curvature",
      "a negative deviation",
      (m) => {
        m.seen.deviation[1] = -1;
      },
      "seen to be what fit leaves",
    ],
    ["stream", "a hole in stream.point", (m) => hole(m.stream.point, 3), "stream to be what partialFit leaves"],
    [
      "stream",
      "half a step",
      (m) => {
        m.stream.steps = 1.5;
      },
      "stream to be what partialFit leaves",
    ],
    [
      "separation",
      "a hole in separation.coef",
      (m) => hole(m.report.separation.coef, 0),
      "report.separation.coef to be 2 finite numbers, got undefined at entry 0",
    ],
    [
      "separation",
      "a hole in separation.columns",
      (m) => {
        m.report.separation.columns = [0];
        hole(m.report.separation.columns, 0);
      },
      "report.separation.columns to be distinct columns of the model, got undefined at entry 0",
    ],
    [
      "separation",
      "a column twice",
      (m) => {
        m.report.separation.columns = [1, 1];
      },
      "report.separation.columns to be distinct columns of the model, got an array of 2",
    ],
    [
      "separation",
      "a column beyond",
      (m) => {
        m.report.separation.columns = [2];
      },
      "report.separation.columns to be distinct columns of the model, got 2 at entry 0",
    ],
    [
      "separation",
      "another key in separation",
      (m) => {
        m.report.separation.x = 1;
      },
      'no other entries, got "report.separation.x"',
    ],
    [
      "separation",
      "converged beside separation",
      (m) => {
        m.report.converged = true;
      },
      'report.converged to be false beside reason "separation", got true',
    ],
    [
      "separation",
      "a direction beside another reason",
      (m) => {
        m.report.reason = "precision";
      },
      'no report.separation beside reason "precision", got an Object',
    ],
    [
      "stream",
      "converged beside stream",
      (m) => {
        m.report.converged = true;
      },
      'report.converged to be false beside reason "stream", got true',
    ],
    [
      "curvature",
      "not converged beside tolerance",
      (m) => {
        m.report.converged = false;
      },
      'report.converged to be true beside reason "tolerance", got false',
    ],
    [
      "curvature",
      "half an iteration",
      (m) => {
        m.report.iterations = 1.5;
      },
      "report.iterations to be a whole number, 0 or above, got 1.5",
    ],
    [
      "curvature",
      "a negative suboptimality",
      (m) => {
        m.report.suboptimality = -1e-9;
      },
      "report.suboptimality to be a finite number, 0 or above, got -1e-9",
    ],
    [
      "curvature",
      "a hole in fallbacks",
      (m) => {
        m.report.fallbacks.length = 1;
      },
      "report.fallbacks to be some of",
    ],
    [
      "curvature",
      "a Hessian that is not symmetric",
      (m) => {
        m.curvature.hessian[1] += 0.01;
      },
      "curvature.hessian to be symmetric",
    ],
    [
      "curvature",
      "a negative diagonal",
      (m) => {
        m.curvature.hessian[5] *= -1;
      },
      "curvature.hessian to be symmetric",
    ],
    [
      "curvature",
      "a Hessian with a saddle",
      (m) => {
        m.curvature.hessian[1] = m.curvature.hessian[4] = 3;
      },
      "curvature.hessian to be symmetric",
    ],
    [
      "curvature",
      "offsets of 1",
      (m) => {
        m.offsets = 1;
      },
      "offsets to be true or false, got 1",
    ],
    [
      "curvature",
      "a target of null",
      (m) => {
        m.target = null;
      },
      "target to be a string, got null",
    ],
    [
      "options",
      "an option that is none",
      (m) => {
        m.options.C = 1;
      },
      'no other entries, got "options.C"',
    ],
    [
      "options",
      "a callback",
      (m) => {
        m.options.onEpoch = () => false;
      },
      'no other entries, got "options.onEpoch"',
    ],
    [
      "options",
      "an option out of range",
      (m) => {
        m.options.l2 = -1;
      },
      "model.options: l2: expected a finite number, 0 or above, got -1",
    ],
    ["options", "a hole in classWeight", (m) => hole(m.options.classWeight, 1), "model.options: classWeight: expected"],
    [
      "options",
      "a hole in classes",
      (m) => hole(m.options.classes, 1),
      "model.options: classes: expected [negative, positive]",
    ],
    [
      "options",
      "options in an array",
      (m) => {
        m.options = [];
      },
      "options to be an object, as toJSON writes it, got an array of 0",
    ],
  ];
  for (const [kind, what, change, message] of cases) {
    it(what, () => {
      const json = JSON.parse(text(models[kind]));
      LogisticRegression.fromJSON(json);
      change(json);
      const read = () => LogisticRegression.fromJSON(json);
      expect(read).toThrow(LogitTypeError);
      expect(read).toThrow(message);
    });
  }

  it("and reading an object never throws anything without a code", () => {
    const throwing = () => {
      throw new Error("no");
    };
    const good = JSON.parse(text(models.curvature));
    const hostile: unknown[] = [
      Object.defineProperty({ ...good }, "coef", { get: throwing, enumerable: true }),
      Object.defineProperty({ ...good }, "format", { get: throwing, enumerable: true }),
      { ...good, report: new Proxy(good.report, { get: throwing }) },
      { ...good, coef: new Proxy(good.coef, { get: throwing }) },
      { ...good, options: new Proxy({}, { ownKeys: throwing }) },
      { ...good, coef: Float64Array.of(1, 2, 3) },
      { ...good, intercept: Symbol("z") },
      { ...good, coef: Object.assign([1], { length: 4e9 }) },
      { ...good, options: { classWeight: Object.assign([1], { length: 4e9 }) } },
      { ...good, options: { l2: Object.assign([1], { length: 4e9 }) } },
    ];
    for (const [i, json] of hostile.entries()) {
      for (const read of [LogisticRegression.fromJSON, loadModel]) {
        const known = read === loadModel && [2, 4, 8, 9].includes(i);
        let thrown: unknown;
        try {
          read(json);
        } catch (error) {
          thrown = error;
        }
        // loadModel leaves report and options unread
        if (!known)
          expect([i, thrown instanceof LogitTypeError || thrown instanceof LogitRangeError]).toEqual([i, true]);
      }
    }
  });

  it("and no Hessian of a fit is, whatever its rank, units and precision", () => {
    const next = random(77);
    for (let round = 0; round < 60; ++round) {
      const columns = 1 + Math.floor(next() * 5);
      const units = Array.from({ length: columns }, () => 10 ** (20 * next() - 10));
      const data = Array.from({ length: 40 }, () => {
        const row = units.map((unit) => unit * (next() - 0.3));
        if (columns > 2 && round % 2 === 0) row[2] = (row[0] ?? 0) + 3 * (row[1] ?? 0);
        if (columns > 1 && round % 3 === 0) row[1] = 4;
        return row;
      });
      const labels = data.map(() => next() > 0.6);
      const precision = round % 4 < 2 ? "f64" : "f32";
      const model = new LogisticRegression({ l2: round % 5 === 0 ? 0 : 1e-4, precision }).fit(data, labels, {
        curvature: true,
      });
      expect(text(LogisticRegression.fromJSON(text(model)))).toBe(text(model));
    }
  });
});
