import { afterEach, describe, expect, it, vi } from "vitest";
import { Dataset, LogisticRegression, LogitRangeError } from "../../src/index.ts";
import { sample } from "../support/random.ts";

const { X, y } = sample(1, 400, 5);
const rows = Array.from({ length: 400 }, (_, i) => X.data.subarray(5 * i, 5 * i + 5));
const fitted = () => new LogisticRegression().fit(X, y).coef;

/** The message of the OUT_OF_MEMORY that the call throws. */
function refusal(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    if (error instanceof LogitRangeError && error.code === "OUT_OF_MEMORY") return error.message;
    throw error;
  }
  return "no error";
}

function refuseToGrow(): void {
  vi.spyOn(WebAssembly.Memory.prototype, "grow").mockImplementation(() => {
    throw new RangeError("no more");
  });
}

afterEach(() => vi.restoreAllMocks());

describe("memory that is refused", () => {
  it("is OUT_OF_MEMORY, and the next fit has the same bits", () => {
    const expected = fitted();
    const wide = sample(2, 2000, 120);
    refuseToGrow();
    const message = /^memory: expected \d+ more bytes beside \d+, got refused \(no more\)$/;
    expect(refusal(() => new LogisticRegression().fit(wide.X, wide.y))).toMatch(message);
    expect(refusal(() => Dataset.from(wide.X, wide.y))).toMatch(message);
    expect(refusal(() => new LogisticRegression().fit(wide.X, wide.y))).toMatch(message);
    vi.restoreAllMocks();
    expect(fitted()).toEqual(expected);
    expect(new LogisticRegression().fit(wide.X, wide.y).report.converged).toBe(true);
  });

  it("in the middle of a fit leaves the model as it was", () => {
    const wide = sample(3, 300, 400);
    const onEpoch = (): void => refuseToGrow();
    const model = new LogisticRegression().fit(X, y);
    const { coef } = model;
    const other = new LogisticRegression({ solver: "newton", onEpoch }).fit(X, y);
    vi.restoreAllMocks();
    expect(refusal(() => new LogisticRegression({ solver: "newton", onEpoch }).fit(wide.X, wide.y))).toMatch(/^memory/);
    vi.restoreAllMocks();
    expect(model.coef).toEqual(coef);
    expect(other.coef).toHaveLength(5);
    expect(fitted()).toEqual(coef);
  });

  it.each([
    { type: "Memory", what: "a new linear memory" },
    { type: "Instance", what: "an instance of the kernel" },
  ] as const)("to a new $type is OUT_OF_MEMORY too", ({ type, what }) => {
    const expected = fitted();
    vi.spyOn(WebAssembly, type).mockImplementation(function refuse() {
      throw new RangeError(`WebAssembly.${type}(): Out of memory`);
    });
    const message = new RegExp(`^memory: expected ${what}, got refused`);
    expect(refusal(() => Dataset.from(X, y))).toMatch(message);
    expect(refusal(() => Dataset.builder(5))).toMatch(message);
    // the instance that is kept for the next fit is still there
    expect(fitted()).toEqual(expected);
    vi.restoreAllMocks();
    expect(new LogisticRegression().fit(Dataset.from(X, y)).coef).toEqual(expected);
  });

  it("a builder was refused can be asked for again", () => {
    const columns = 500;
    const block = sample(4, 256, columns);
    const builder = Dataset.builder(columns);
    refuseToGrow();
    expect(refusal(() => builder.pushRows(block.X, block.y))).toMatch(/^memory/);
    expect(builder.rows).toBe(0);
    vi.restoreAllMocks();
    builder.pushRows(block.X, block.y);
    builder.pushRows(block.X, block.y);
    const twice = builder.build();
    const w = new Float64Array(columns).fill(0.01);
    expect(twice.rows).toBe(512);
    expect(twice.propagate(w, 0).cost).toBeCloseTo(Dataset.from(block.X, block.y).propagate(w, 0).cost, 14);
  });
});

describe("what no linear memory can hold", () => {
  it("a Dataset above 4 GiB is OUT_OF_MEMORY, before anything is copied", () => {
    const row = new Float64Array(100_000);
    const many = Array.from({ length: 6000 }, () => row);
    const labels = Uint8Array.from({ length: 6000 }, (_, i) => i % 2);
    expect(refusal(() => Dataset.from(many, labels))).toMatch(
      /^memory: expected 480\d+ more bytes .* ends at 4 GiB\)$/,
    );
    expect(refusal(() => new LogisticRegression().fit(many, labels))).toMatch(/^memory: expected 480\d+ more bytes/);
    expect(new LogisticRegression().fit(rows, y).coef).toEqual(fitted());
  });

  it("columns of which the Hessian does not fit are OUT_OF_MEMORY", () => {
    const columns = 25_000;
    const three = { data: sample(5, 3, columns).X.data, rows: 3, columns };
    expect(refusal(() => new LogisticRegression({ solver: "newton" }).fit(three, [0, 1, 1]))).toMatch(/^memory/);
    expect(new LogisticRegression({ solver: "lbfgs", maxEpochs: 20 }).fit(three, [0, 1, 1]).coef).toHaveLength(columns);
  });

  it("more columns than 32 bits can count the bytes of are OUT_OF_MEMORY", () => {
    const columns = 2 ** 23 + 1;
    const two = { data: new Float32Array(2 * columns), rows: 2, columns };
    const message = `X: expected at most ${2 ** 23} columns, got ${columns}`;
    expect(refusal(() => new LogisticRegression().fit(two, [0, 1]))).toBe(message);
    expect(refusal(() => Dataset.from(two, [0, 1]))).toBe(message);
    expect(refusal(() => Dataset.builder(columns))).toBe(message);
    expect(new LogisticRegression().fit(rows, y).coef).toEqual(fitted());
  });
});
