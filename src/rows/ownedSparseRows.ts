import type { SignedNumbers, SignedWeights } from "../input/weights.ts";
import { Arena } from "../wasm/arena.ts";
import { type SparsePart, type SparseRoom, SparseStore } from "./sparseStore.ts";
import { SparseSums } from "./sparseSums.ts";

/**
 * The sparse rows of a worker: a run of whole shares, which come one after the other and lie together, so that a
 * question costs what it costs where all rows are, whatever the number of the columns.
 */
export class OwnedSparseRows {
  /** The number of the first share. */
  readonly first: number;
  readonly #store: SparseStore;
  readonly #weights: SignedWeights & { readonly signed: SignedNumbers };
  #rowsIn = 0;
  #holder: SparseSums | undefined;

  /** `unit`: whether all weights are equal. */
  constructor(first: number, room: SparseRoom, unit: boolean) {
    this.first = first;
    this.#store = new SparseStore(new Arena(), room);
    this.#weights = { signed: new (unit ? Int8Array : Float64Array)(room.rows), unit };
  }

  /** Takes in the next share. */
  add(part: SparsePart, signed: SignedNumbers, offsets: Float64Array | undefined): void {
    this.#store.push(part, offsets);
    this.#weights.signed.set(signed, this.#rowsIn);
    this.#rowsIn += part.rows;
  }

  /** The rows, once all shares have come. */
  get holder(): SparseSums {
    this.#holder ??= new SparseSums(this.#store, this.#weights);
    return this.#holder;
  }
}
