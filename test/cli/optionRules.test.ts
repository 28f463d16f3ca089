import { describe, expect, test } from "vitest";
import { EXCLUSIONS, NEEDS } from "../../src/cli/commands/optionRules.ts";
import { type Outcome, patientsCsv, workspace } from "./run.ts";

const { run, fail, write } = workspace();
write("patients.csv", patientsCsv());
const ward = (i: number): string => `w${i % 10}`;
const rows = patientsCsv().trim().split("\n");
write(
  "wards.csv",
  `${rows.map((row, i) => `${row},${i === 0 ? "ward,part" : `${ward(i)},${i % 4 === 0}`}`).join("\n")}\n`,
);

/** What follows a flag. */
const VALUES: Readonly<Record<string, string>> = {
  "--features": "age,dose",
  "--drop": "dose",
  "--l1": "0.1",
  "--l2": "0.1",
  "--test": "patients.csv",
  "--test-fraction": "0.3",
  "--split-column": "part",
  "--group": "ward",
  "--folds": "3",
  "--select": "min",
  "--l1-ratio": "0.5",
};

function words(option: string): string[] {
  const value = VALUES[option];
  return value === undefined ? option.split(" ") : [option, value];
}

/** What a command leaves: of many pairs it is the same. */
const outcomes = new Map<string, Outcome>();
function outcomeOf(words: readonly string[]): Outcome {
  const key = words.join(" ");
  const outcome = outcomes.get(key) ?? run(words);
  outcomes.set(key, outcome);
  return outcome;
}

const train = ["train", "wards.csv", "-t", "ill", "--categories", "ward"];

describe("options of which one would be ignored are refused by name", () => {
  test.each(EXCLUSIONS)("$pair", ({ pair, unless = [] }) => {
    const both = [...train, ...pair.flatMap(words)];
    expect(fail(2, both).replace(/ \(both have a use beside .*\)$/, "")).toBe(
      `${pair[0]} and ${pair[1]}: expected one of them, got both`,
    );
    for (const option of pair) expect(outcomeOf([...train, ...words(option)]).stderr, option).not.toMatch(/got both/);
    for (const option of unless)
      expect(outcomeOf([...both, ...words(option)]).stderr, option).not.toContain(pair.join(" and "));
  });

  test.each(NEEDS)("%s needs %j", (option, others) => {
    expect(fail(2, [...train, ...words(option)])).toBe(`${option}: expected ${others.join(" or ")} beside it`);
    for (const other of [...others, "--path"]) {
      expect(outcomeOf([...train, ...words(option), ...words(other)])).toMatchObject({ status: 0, stderr: "" });
    }
  });

  test("a default is no option that was given", () => {
    expect(run([...train, "--split-column", "part"])).toMatchObject({ status: 0, stderr: "" });
    expect(fail(2, [...train, "--split-column", "part", "--test-fraction", "0.2"])).toMatch(
      /^--split-column and --test-f/,
    );
  });
});
