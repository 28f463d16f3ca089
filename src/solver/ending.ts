import type { Answer, Question, StopReason } from "./protocol.ts";

/** Why a descent ends; "again" where it goes on from the same point by another method. */
export type Ending =
  | "again"
  | {
      readonly reason: StopReason;
      /** The separating direction, where the reason is "separation". */
      readonly separating?: Float64Array;
      /** Whether the step of this iteration was taken. */
      readonly stepped?: boolean;
    };

/** A step of a descent that may ask rows. */
export type Asking<Result> = Generator<Question, Result, Answer>;
