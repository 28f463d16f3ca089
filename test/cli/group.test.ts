import { expect, test } from "vitest";
import { LogisticRegression, trainTestSplit } from "../../src/index.ts";
import { logLoss } from "../../src/metrics/index.ts";
import { patientsCsv, workspace } from "./run.ts";

const { succeed, fail, write } = workspace();

test("--group holds out the groups of trainTestSplit, whichever class is positive", () => {
  const [header = "", ...lines] = patientsCsv(200).trim().split("\n");
  const ward = (row: number): string => `ward ${(row * row) % 23}`;
  write("wards.csv", [`${header},ward`, ...lines.map((line, row) => `${line},${ward(row)}`)].join("\n"));
  const rows = lines.map((line, row) => {
    const [age, dose, ill] = line.split(",");
    return { age: Number(age), dose: Number(dose), ill: ill as string, ward: ward(row) };
  });
  const { train, test: held } = trainTestSplit(rows, { target: "ill", group: "ward", seed: 3, test: 0.3 });
  const model = new LogisticRegression({ l2: 0.1 }).fit(train, { target: "ill", drop: ["ward"] });
  const labels = held.map(({ ill }) => ill);
  const expected = logLoss(labels, model.predictProba(held), { positive: "yes" });
  for (const positive of ["yes", "no"]) {
    const args = ["train", "wards.csv", "-t", "ill", "--group", "ward", "--seed", "3", "--test-fraction", "0.3"];
    const json = JSON.parse(succeed([...args, "--l2", "0.1", "--positive", positive, "--json"]));
    expect(json.measures.rows).toBe(held.length);
    expect(json.measures.logLoss).toBeCloseTo(expected, 12);
  }
});

test("--group refuses a row without a group, as trainTestSplit does: such rows are no group", () => {
  const [header = "", ...lines] = patientsCsv(40).trim().split("\n");
  const withWard = (missing: string): string =>
    [`${header},ward`, ...lines.map((line, row) => `${line},${row === 7 ? missing : `w${row % 5}`}`)].join("\n");
  for (const missing of ["NA", ""]) {
    write("holed.csv", withWard(missing));
    expect(fail(1, ["train", "holed.csv", "-t", "ill", "--group", "ward"])).toBe(
      `holed.csv: line 9, column "ward": expected a group in every row, got "${missing}", a missing value: ` +
        "leave such rows out, or give each a group of its own",
    );
  }
  write("holed.csv", withWard('"NA"'));
  succeed(["train", "holed.csv", "-t", "ill", "--group", "ward"]);
});
