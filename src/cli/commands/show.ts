import { loadModel } from "../read/modelFile.ts";
import { countText, facts, nameText, numberText, table, wrapped } from "../write/layout.ts";
import { writeStdout } from "../write/outputFile.ts";
import { encodedJson, encodedTexts } from "./encodedText.ts";
import { written } from "./trainReport.ts";

/** Prints what a model file says, for a person or as one JSON object. */
export async function show(file: string, options: { readonly json?: boolean }): Promise<void> {
  const { label, model, features, provenance } = await loadModel(file);
  const [negative, positive] = model.classes;
  const coefficients = written(model);
  // one of known coefficients has none
  const { report = null } = model.toJSON();
  const { ranges: _, ...made } = provenance;
  if (options.json) {
    const json = {
      command: "show",
      model: label,
      target: model.target ?? null,
      classes: { negative, positive },
      features,
      encoded: encodedJson(model),
      report,
      intercept: model.intercept,
      coefficients,
      provenance: made,
    };
    return writeStdout(`${JSON.stringify(json, null, 2)}\n`);
  }
  const signed = (value: number | null, digits: number): string =>
    value === null ? "n/a" : `${value > 0 ? "+" : ""}${numberText(value, digits)}`;
  const names = coefficients.map(({ name, level }) =>
    level === undefined ? nameText(name) : `${nameText(name, 30)}=${nameText(level, 30)}`,
  );
  const rows = coefficients.map(({ estimate, standardized }, j) => [
    names[j] ?? "",
    j === 0 ? "" : signed(standardized, 4),
    signed(estimate, 6),
  ]);
  const lines = [
    ...facts([
      ["model", nameText(label, 200)],
      [
        "target",
        `${nameText(model.target ?? "unnamed")}: ${nameText(String(negative), 20)} or ${nameText(String(positive), 20)}`,
      ],
      ["", `probabilities are of ${nameText(String(positive), 20)}`],
      ["columns", countText(features.length)],
      ...(coefficients.length > model.coef.length
        ? []
        : [
            [
              "nonzero",
              `${countText(coefficients.length - 1)} of ${countText(model.coef.length)} coefficients`,
            ] as const,
          ]),
      ...listed("encoded", encodedTexts(model)),
      ...listed(
        "made by",
        Object.entries(made).map(([name, value]) => (name === "program" ? String(value) : `${name} ${textOf(value)}`)),
      ),
      [
        "converged",
        report === null
          ? "coefficients that are known, without a fit"
          : `${report.converged ? "yes" : "no"}: ${report.reason}`,
      ],
    ]),
    "",
    "Coefficients (change of the log-odds per standard deviation, and per unit, of the column):",
    "",
    ...table([["column", "per sd", "per unit"], ...rows], ["left", "right", "right"]),
  ];
  await writeStdout(`${lines.join("\n")}\n`);
}

function listed(name: string, parts: readonly string[]): [string, string][] {
  return wrapped(parts, "; ").map((line, i) => [i === 0 ? name : "", line]);
}

function textOf(value: unknown): string {
  return typeof value === "number" ? String(Number(value.toPrecision(6))) : String(value);
}
