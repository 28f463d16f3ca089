import type { SolverName } from "../../index.ts";

/** As commander gives them: what the user left out is undefined, except where there is a default. */
export interface TrainOptions extends FileOptions {
  /** Needed but for an svmlight file, whose lines begin with it. */
  readonly target?: string;
  readonly out?: string;
  /** The columns of grouped responses, in place of a target: both or none. */
  readonly successes?: string;
  readonly failures?: string;
  readonly positive?: string;
  readonly weights?: string;
  readonly offset?: string;
  readonly features?: readonly string[];
  readonly drop?: readonly string[];
  readonly missing?: readonly string[];
  readonly categories?: readonly string[];
  readonly text?: readonly string[];
  readonly reference?: readonly string[];
  readonly interact?: readonly string[];
  readonly maxLevels: number;
  readonly classWeight?: string;
  readonly intercept: boolean;
  readonly test?: string;
  readonly splitColumn?: string;
  readonly group?: string;
  readonly testFraction: number;
  readonly refit: boolean;
  readonly seed: number;
  readonly folds?: number;
  readonly cv?: boolean;
  readonly select?: "1se" | "min";
  readonly l1Ratio?: number;
  readonly l1?: number;
  readonly l2?: number;
  readonly firth?: boolean;
  readonly standardize: boolean;
  readonly precision?: "f32" | "f64";
  readonly solver?: SolverName;
  readonly learningRate?: number;
  readonly maxEpochs?: number;
  readonly tolerance?: number;
  readonly json?: boolean;
  readonly quiet?: boolean;
  /** The flags that were given, whatever the defaults; of some with their value: see optionRules.ts. */
  readonly given: ReadonlySet<string>;
  /** That of the program. */
  readonly version: string;
}

/** How a data file is to be read. */
export interface FileOptions {
  readonly delimiter?: string;
  /** commander's for --no-header: true unless it was given. */
  readonly header: boolean;
  readonly encoding?: string;
  readonly na?: readonly string[];
}
