import { dot } from "../vectors.ts";

/**
 * Cosine of the angle between a step and the change of the gradient along it, below which rounding alone can have made
 * the pair, and BFGS does not learn from it. Chosen by trial; the tests of proximal Newton pass at 0.1 too.
 */
const LEAST_COSINE = 1e-14;

/**
 * What is known of the curvature of the smooth part, as a matrix: (n + 1) x (n + 1), row-major, symmetric, w first, b
 * last. Made of a diagonal, of a sample's Hessian or of the full Hessian, and corrected by every step since (BFGS:
 * Broyden, Fletcher, Goldfarb, Shanno 1970). The matrix is kept, not its inverse, because the l1 norm asks for its
 * rows.
 */
export class BfgsMatrix {
  /** How reliable the decrease is that it predicts, as in Metric. */
  readonly quality: "diagonal" | "sample" | "full";
  readonly matrix: Float64Array;
  readonly #l2: Float64Array;
  #steps = 0;

  /** @param l2 the penalty that the matrix includes */
  constructor(matrix: Float64Array, quality: "diagonal" | "sample" | "full", l2: Float64Array) {
    this.matrix = matrix;
    this.quality = quality;
    this.#l2 = l2.slice();
  }

  static ofDiagonal(diagonal: Float64Array, l2: Float64Array): BfgsMatrix {
    const size = diagonal.length;
    const matrix = new Float64Array(size * size);
    for (let i = 0; i < size; ++i) matrix[i * size + i] = diagonal[i] ?? 1;
    return new BfgsMatrix(matrix, "diagonal", l2);
  }

  /** Steps that it has been corrected by. */
  get steps(): number {
    return this.#steps;
  }

  /**
   * Replaces the penalty that the matrix includes: the curvature of the loss carries over along a path of penalties.
   */
  setPenalty(l2: Float64Array): void {
    const size = this.#l2.length + 1;
    for (let j = 0; j < size - 1; ++j) {
      const at = j * (size + 1);
      this.matrix[at] = (this.matrix[at] ?? 0) + (l2[j] ?? 0) - (this.#l2[j] ?? 0);
    }
    this.#l2.set(l2);
  }

  /**
   * Adds a part of the diagonal (Levenberg 1944): shorter steps, which rounding in directions without curvature cannot
   * spoil.
   */
  damp(part: number): void {
    const size = this.#l2.length + 1;
    for (let i = 0; i < size; ++i) this.matrix[i * (size + 1)] = (this.matrix[i * (size + 1)] ?? 0) * (1 + part);
  }

  /**
   * B := B + y y^T / s.y - B s (B s)^T / s.Bs, after which B s = y. The first pair also gives a diagonal its size
   * (Shanno and Phua 1978).
   */
  learn(s: Float64Array, y: Float64Array): void {
    const sy = dot(s, y);
    if (!(sy > LEAST_COSINE * Math.sqrt(dot(s, s) * dot(y, y)))) return;
    if (this.quality === "diagonal" && this.#steps === 0) this.#resize(y, sy);
    this.#steps += 1;
    const Bs = this.#times(s);
    const sBs = dot(s, Bs);
    addOuter(this.matrix, y, 1, sy);
    if (sBs > 0) addOuter(this.matrix, Bs, -1, sBs);
  }

  /** B := (y . B^-1 y / s.y) B for a diagonal B. */
  #resize(y: Float64Array, sy: number): void {
    const size = y.length;
    let sum = 0;
    for (let i = 0; i < size; ++i) sum += (y[i] ?? 0) ** 2 / (this.matrix[i * (size + 1)] ?? 1);
    for (let i = 0; i < size; ++i) {
      const at = i * (size + 1);
      this.matrix[at] = ((this.matrix[at] ?? 0) * sum) / sy;
    }
  }

  #times(s: Float64Array): Float64Array {
    const size = s.length;
    const product = new Float64Array(size);
    addProduct(product, this.matrix, s);
    return product;
  }
}

/** sum += A x; rows of x_i = 0 are not read. */
export function addProduct(sum: Float64Array, A: Float64Array, x: Float64Array): void {
  const size = x.length;
  for (let i = 0; i < size; ++i) {
    const value = x[i] ?? 0;
    if (value === 0) continue;
    for (let k = 0, at = i * size; k < size; ++k, ++at) sum[k] = (sum[k] ?? 0) + value * (A[at] ?? 0);
  }
}

/** A += sign u u^T / scale: the product of the two scaled entries commutes, so that A stays symmetric to the bit. */
function addOuter(A: Float64Array, u: Float64Array, sign: 1 | -1, scale: number): void {
  const size = u.length;
  const root = 1 / Math.sqrt(scale);
  const scaled = u.map((value) => value * root);
  for (let i = 0; i < size; ++i) {
    const value = sign * (scaled[i] ?? 0);
    if (value === 0) continue;
    for (let k = 0, at = i * size; k < size; ++k, ++at) A[at] = (A[at] ?? 0) + value * (scaled[k] ?? 0);
  }
}
