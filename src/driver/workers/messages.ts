import type { ErrorCode } from "../../errors.ts";
import type { Numbers } from "../../input/matrix.ts";
import type { SignedNumbers, SignedWeights } from "../../input/weights.ts";
import type { MomentShift } from "../../rows/momentShift.ts";
import type { RowSample } from "../../rows/rowSample.ts";
import type { ColumnScaling } from "../../rows/scaling.ts";
import type { SparsePart, SparseRoom } from "../../rows/sparseStore.ts";
import type { Question } from "../../solver/protocol.ts";
import type { CompiledModule, Precision } from "../../types.ts";

/** What a worker is told; it works through its messages in order. */
export type Command = Start | Dense | Rows | Moments | Panels | Scale | Sparse | Entries | Ask;

export interface Start {
  readonly kind: "start";
  /** The modules by the names of the kernel's parts. */
  readonly kernel: { readonly [part: string]: CompiledModule };
}

/** Dense rows are to come. */
export interface Dense {
  readonly kind: "dense";
  readonly precision: Precision;
  readonly columns: number;
}

/** A share of rows as they are. */
export interface Rows {
  readonly kind: "rows";
  readonly share: number;
  readonly rows: Numbers;
  readonly weights: SignedWeights;
  /** The weights that the moments go by. */
  readonly measured: SignedWeights;
  readonly shift: MomentShift;
}

/** The answer is the nodes of the sums of MomentSums over the rows that came. */
export interface Moments {
  readonly kind: "moments";
}

/** A share of rows packed, centred and scaled. */
export interface Panels {
  readonly kind: "panels";
  readonly share: number;
  readonly panels: Uint8Array<ArrayBuffer>;
  readonly weights: SignedWeights;
  /** Rows of all shares of this worker. */
  readonly residents: number;
}

export interface Scale {
  readonly kind: "scale";
  readonly scaling: ColumnScaling;
  /** Whether the last column is the rows' offsets. */
  readonly offsets: boolean;
}

/** Sparse rows are to come, from share `first` on. */
export interface Sparse {
  readonly kind: "sparse";
  readonly first: number;
  readonly room: SparseRoom;
  /** Whether all weights are equal. */
  readonly unit: boolean;
}

/** The next share of sparse rows. */
export interface Entries {
  readonly kind: "entries";
  readonly part: SparsePart;
  readonly signed: SignedNumbers;
  readonly offsets: Float64Array<ArrayBuffer> | undefined;
}

/** The answer is the nodes of the sums over the rows of the worker. */
export interface Ask {
  readonly kind: "ask";
  readonly question: Question;
  readonly sample: RowSample | undefined;
}

export type Reply =
  | { readonly kind: "ready" }
  /** The nodes of a run of shares, from left to right (ShareSums). */
  | { readonly kind: "nodes"; readonly records: readonly Float64Array<ArrayBuffer>[] }
  | { readonly kind: "failure"; readonly code: ErrorCode | undefined; readonly message: string };
