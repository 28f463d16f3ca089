import type { SolverName } from "../../index.ts";

/** As commander gives them: what the user left out is undefined, except where there is a default. */
export interface TrainOptions {
  readonly target: string;
  readonly out?: string;
  readonly positive?: string;
  readonly weights?: string;
  readonly features?: readonly string[];
  readonly drop?: readonly string[];
  readonly testFraction: number;
  readonly seed: number;
  readonly l1?: number;
  readonly l2?: number;
  readonly standardize: boolean;
  readonly precision?: "f32" | "f64";
  readonly solver?: SolverName;
  readonly learningRate?: number;
  readonly maxEpochs?: number;
  readonly tolerance?: number;
  readonly delimiter?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}
