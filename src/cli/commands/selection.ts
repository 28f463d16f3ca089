import { Failure, quoted, usageFailure } from "../failure.ts";
import { columnIndex, featureIndices, type Header, targetIndex } from "../read/columns.ts";
import { checkTarget, indexNamed } from "../read/svmlight.ts";
import type { SparseSelection } from "../read/table.ts";
import { splitAll } from "./columnValues.ts";
import { groupedColumns } from "./groupedOptions.ts";
import { cellOptions, refuseBesideSvmlight } from "./optionRules.ts";
import { categoriesOf, missingChoice } from "./tableOptions.ts";
import { textColumns } from "./textOption.ts";
import type { TrainOptions } from "./trainOptions.ts";

/** Which columns of a file with names of columns training reads, and as what. */
export function selectionOf(header: Header, options: TrainOptions) {
  const grouped = groupedColumns(options);
  if (options.target === undefined && grouped === undefined) {
    throw usageFailure("required option '-t, --target <column>' not specified");
  }
  const target =
    grouped === undefined
      ? targetIndex(header, options.target ?? "")
      : columnIndex(header, grouped.successes, " for the successes");
  const failures = grouped && columnIndex(header, grouped.failures, " for the failures");
  const { weights, offset, group, texts, reserved } = besideOf(options, (name, why) => columnIndex(header, name, why));
  const labels = failures === undefined ? [target] : [target, failures];
  const features = featureIndices(header, options, [...labels, ...reserved]);
  const names = features.map((index) => header.names[index] ?? "");
  const missingLabels = missingChoice(options, names, grouped ? "" : (header.names[target] ?? "")).dropsLabels;
  const categories = categoriesOf(options, names);
  const termed = textColumns(options.text, names).map(({ name }) => name);
  return { target, failures, weights, offset, texts, group, features, missingLabels, categories, termed };
}

/** The same for an svmlight file. */
export function sparseSelectionOf(label: string, options: TrainOptions): SparseSelection {
  const { missing, categories, reference, interact, given } = options;
  refuseBesideSvmlight({
    ...cellOptions(options),
    ...{ "--missing": missing, "--categories": categories, "--reference": reference, "--interact": interact },
    ...{ "--max-levels": given.has("--max-levels"), "--successes": options.successes },
  });
  if (options.target !== undefined) checkTarget(label, options.target);
  const { weights, offset, texts, reserved } = besideOf(options, (name, why) => indexNamed(label, name, why));
  const indicesIn = (option: string, names: readonly string[] | undefined): Set<number> =>
    new Set(splitAll(names).map((name) => indexNamed(label, name, ` as ${option} asks for`)));
  const [wanted, dropped] = [indicesIn("--features", options.features), indicesIn("--drop", options.drop)];
  const taken = [...wanted, ...dropped].find((index) => reserved.includes(index));
  if (taken !== undefined) {
    const option = wanted.size > 0 ? "--features" : "--drop";
    throw usageFailure(`${option}: ${quoted(String(taken))} is the target or has another part`);
  }
  const features = (columns: number): number[] => {
    const beyond = [...wanted, ...dropped].find((index) => index > columns);
    if (beyond !== undefined) throw new Failure(`${label}: no column ${beyond}: the largest index is ${columns}`);
    const all = Array.from({ length: columns }, (_, j) => j + 1);
    const isLeft = (index: number): boolean => !dropped.has(index) && !reserved.includes(index);
    const left = wanted.size > 0 ? all.filter((index) => wanted.has(index)) : all.filter(isLeft);
    if (left.length === 0) throw new Failure(`${label}: no column is left to learn from`);
    return left;
  };
  return { features, weights, offset, texts };
}

/** The columns that options give a part of their own, by what `indexOf` says of a name. */
function besideOf(options: TrainOptions, indexOf: (name: string, why: string) => number) {
  const asked = (name: string | undefined, why: string): number | undefined =>
    name === undefined ? undefined : indexOf(name, why);
  const weights = asked(options.weights, " for the weights");
  const offset = asked(options.offset, " for the offset");
  const splitColumn = asked(options.splitColumn, " for --split-column");
  const group = asked(options.group, " for --group");
  const isThere = (index: number | undefined): index is number => index !== undefined;
  const texts = [splitColumn, group].filter(isThere);
  return { weights, offset, group, texts, reserved: [...[weights, offset].filter(isThere), ...texts] };
}
