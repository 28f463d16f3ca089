import type { Numbers } from "../../data/matrix.ts";
import type { MomentShift } from "../../data/momentShift.ts";
import type { RowSample } from "../../data/rowSample.ts";
import type { ColumnScaling } from "../../data/scaling.ts";
import type { SignedWeights } from "../../data/weights.ts";
import type { ErrorCode } from "../../errors.ts";
import type { Question } from "../../solver/protocol.ts";
import type { CompiledModule, Precision } from "../../types.ts";

/** What a worker is told; it works through its messages in order. */
export type Command = Start | Rows | Panels | Scale | Ask;

export interface Start {
  readonly kind: "start";
  /** The modules by the names of the kernel's parts. */
  readonly kernel: { readonly [part: string]: CompiledModule };
  readonly precision: Precision;
  readonly columns: number;
}

/** A share of rows as they are. The answer is a record: the sums of MomentSums. */
export interface Rows {
  readonly kind: "rows";
  readonly share: number;
  readonly rows: Numbers;
  readonly weights: SignedWeights;
  /** The weights that the moments go by. */
  readonly measured: SignedWeights;
  readonly shift: MomentShift;
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

/** The answer is one record for each share of the worker, in order, in one message or several. */
export interface Ask {
  readonly kind: "ask";
  readonly question: Question;
  readonly sample: RowSample | undefined;
}

export type Reply =
  | { readonly kind: "ready" }
  /** One record or more, one after another. */
  | { readonly kind: "records"; readonly records: Float64Array<ArrayBuffer> }
  | { readonly kind: "failure"; readonly code: ErrorCode | undefined; readonly message: string };
