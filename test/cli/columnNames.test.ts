import { describe, expect, test } from "vitest";
import { patientsCsv, workspace } from "./run.ts";

const { succeed, fail, write } = workspace();
const [, ...rows] = patientsCsv(60).trim().split("\n");

/** The patients with a column of three levels, under names that hold what separates names. */
function named(file: string, age: string, dose: string, kind: string): string {
  const lines = rows.map((row, i) => `${["a", "b=c", "d"][(i * 5) % 3]},${row}`);
  const header = [kind, age, dose, "ill"].map((name) => `"${name}"`).join(",");
  return write(file, `${[header, ...lines].join("\n")}\n`);
}

const coefficients = (file: string, ...options: string[]): { name: string; level?: string; estimate: number }[] =>
  JSON.parse(succeed(["train", file, "-t", "ill", "--l2", "0.1", "--json", ...options])).coefficients;
const estimates = (file: string, ...options: string[]) =>
  coefficients(file, ...options).map(({ level, estimate }) => [level, estimate]);

named("plain.csv", "age", "dose", "kind");

describe("names of columns that hold what separates names", () => {
  test("--interact takes the split of which both parts are columns", () => {
    named("colons.csv", "a:b", "dose", "kind");
    const expected = coefficients("plain.csv", "--interact", "age:dose").map(({ estimate }) => estimate);
    for (const pair of ["a:b:dose", "dose:a:b"]) {
      const found = coefficients("colons.csv", "--interact", pair);
      expect(
        found.map(({ estimate }) => estimate),
        pair,
      ).toHaveLength(expected.length);
      for (const [j, { estimate }] of found.entries()) expect(estimate).toBeCloseTo(expected[j] ?? Number.NaN, 9);
    }
    expect(coefficients("colons.csv", "--interact", "a:b:dose,kind:dose").length).toBeGreaterThan(expected.length);
    write(
      "ambiguous.csv",
      `a,a:b,b:c,c,ill\n${rows.map((row, i) => `${i % 5},${row.replace(",", `,${i % 3},`)}`).join("\n")}\n`,
    );
    expect(fail(2, ["train", "ambiguous.csv", "-t", "ill", "--interact", "a:b:c"])).toBe(
      '--interact: expected a value with one meaning, got "a:b:c", which is "a" and "b:c", or "a:b" and "c": rename a column',
    );
    expect(fail(2, ["train", "plain.csv", "-t", "ill", "--interact", "age"])).toBe(
      '--interact: expected <column>:<column>, got "age"',
    );
  });

  test("--reference and --missing, of names and levels with =", () => {
    named("equals.csv", "age=years", "dose", "kind=of");
    const expected = estimates("plain.csv", "--reference", "kind=b=c");
    expect(expected.flat()).not.toContain("b=c");
    expect(estimates("equals.csv", "--reference", "kind=of=b=c")).toEqual(expected);
    expect(estimates("equals.csv", "--missing", "age=years=mean")).toEqual(estimates("plain.csv"));
    expect(fail(2, ["train", "equals.csv", "-t", "ill", "--reference", "kin=a"])).toMatch(
      /^--reference: expected a column to learn from, got "kin"/,
    );
  });

  test("lists, of names with commas", () => {
    named("commas.csv", "age, in years", "dose,mg", "kind");
    const age = "age, in years";
    const plain = estimates(
      "plain.csv",
      "--categories",
      "dose",
      "--missing",
      "age=mean,dose=mean",
      "--interact",
      "age:kind",
    );
    const own = ["--categories", "dose,mg", "--missing", `${age}=mean`, "--missing", "dose,mg=mean"];
    expect(estimates("commas.csv", ...own, "--interact", `${age}:kind`)).toEqual(plain);
    expect(estimates("commas.csv", "--drop", age)).toEqual(estimates("plain.csv", "--drop", "age"));
    succeed(["train", "commas.csv", "-t", "ill", "-o", "commas.json", "-q"]);
    const [header] = succeed(["predict", "commas.json", "commas.csv", "--keep", age, "--keep", "kind,ill"]).split("\n");
    expect(header).toBe(`"${age}",kind,ill,prediction,probability`);
  });
});
