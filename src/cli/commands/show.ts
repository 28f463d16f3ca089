import type { LogisticRegression } from "../../index.ts";
import { loadModel } from "../read/modelFile.ts";
import { countText, facts, nameText, numberText, plural, table, wrapped } from "../write/layout.ts";
import { writeStdout } from "../write/outputFile.ts";
import { encodedJson, encodedTexts } from "./encodedText.ts";
import { written } from "./trainResult.ts";

/** Terms of a text that are printed. */
const MOST_TERMS = 20;

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
  const { shown, left } = strongest(coefficients, model.encoding);
  const rows = shown.map(({ name, level, estimate, standardized }, j) => [
    level === undefined ? nameText(name) : `${nameText(name, 30)}=${nameText(level, 30)}`,
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
    ...left.map(([name, count]) => `and ${plural(count, "weaker term")} of ${nameText(name)}, which --json has`),
  ];
  await writeStdout(`${lines.join("\n")}\n`);
}

/** All coefficients but those of terms beyond the strongest of each text, of which `left` says how many there are. */
function strongest(coefficients: LogisticRegression["coefficients"], encoding: LogisticRegression["encoding"]) {
  const texts = new Set(encoding?.columns.filter(({ kind }) => kind === "text").map(({ name }) => name));
  const counts = new Map<string, number>();
  const shown = coefficients.filter(({ name, level }) => {
    if (level === undefined || !texts.has(name)) return true;
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return count <= MOST_TERMS;
  });
  const left = Array.from(counts, ([name, count]) => [name, count - MOST_TERMS] as const);
  return { shown, left: left.filter(([, count]) => count > 0) };
}

function listed(name: string, parts: readonly string[]): [string, string][] {
  return wrapped(parts, "; ").map((line, i) => [i === 0 ? name : "", line]);
}

function textOf(value: unknown): string {
  return typeof value === "number" ? String(Number(value.toPrecision(6))) : String(value);
}
