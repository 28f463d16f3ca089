import type { Command } from "commander";

/** Names of options that people bring from other tools, in lower case without "-" and "_", and what to write here. */
const OPTIONS: { readonly [theirs: string]: string } = {
  "c cs": "--l2, which is 1 / (C m) for m rows",
  "penalty regularization reg": "--l1 and --l2, numbers, 0 for none",
  "alpha lambda": "--l1 and --l2: lambda alpha and lambda (1 - alpha)",
  "maxiter maxiterations iterations niter epochs steps": "--max-epochs",
  "tol eps": "--tolerance",
  "sep separator": "--delimiter",
  "label labels y class response outcome": "--target",
  "output o save savemodel model": "--out",
  "sampleweight sampleweights weight": "--weights",
  "randomstate randomseed": "--seed",
  "testsize holdout validationsplit": "--test-fraction",
  "lr eta stepsize": "--learning-rate",
  "exclude ignore omit": "--drop",
  "columns x include": "--features",
  "poslabel positiveclass": "--positive",
  "cutoff thresh": "--threshold",
  "nostandardise nonormalize nonormalise noscale": "--no-standardize",
  optimizer: "--solver",
  "categorical categoricals cat cats factors": "--categories",
  "texts textcolumn textcolumns textfeatures": "--text",
  "navalues nastrings missingvalues": "--na",
  "dropna naaction": "--missing",
  "fitintercept nofitintercept nointercept": "--no-intercept",
  "kfold kfolds nfolds crossval crossvalidate": "--folds",
  "classweights balanced": "--class-weight",
  "groups groupby": "--group",
  "testfile validation validationfile": "--test",
  dtype: "--precision",
  silent: "--quiet",
};

const COMMANDS: { readonly [theirs: string]: string } = {
  "fit learn": "train",
  "test score eval validate measure": "evaluate",
  "classify apply infer": "predict",
  "info inspect coef coefficients summary print": "show",
  "summarize summarise profile explore head columns": "describe",
};

/**
 * A message of commander's about an unknown option of a command, with the option of ours that does it, if there is one.
 */
export function withOurOption(message: string, command: Command | undefined): string {
  const [, flag = ""] = /^unknown option '-{1,2}([^'=]*)/.exec(message) ?? [];
  const ours = entryOf(OPTIONS, flag.toLowerCase().replace(/[-_]/g, ""));
  const [long] = ours?.split(/[ ,:]/) ?? [];
  const known = command?.options.some((option) => option.long === long);
  // a name that is spelt alike may do something else
  return known ? `${message.replace(/ \(Did you mean .*\)$/, "")}: say ${ours}` : message;
}

/** The same after a word that is no command. */
export function ofCommand(word: string): string {
  const ours = entryOf(COMMANDS, word.toLowerCase());
  return ours === undefined ? "" : `: say ${ours}`;
}

function entryOf(entries: { readonly [theirs: string]: string }, word: string): string | undefined {
  return Object.entries(entries).find(([theirs]) => theirs.split(" ").includes(word))?.[1];
}
