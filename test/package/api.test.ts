import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { apiPage } from "../../scripts/api.mjs";
import * as csv from "../../src/csv/index.ts";
import * as main from "../../src/index.ts";
import * as metrics from "../../src/metrics/index.ts";
import * as predict from "../../src/predict/index.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const committed = readFileSync(join(root, "docs/api.md"), "utf8");

/** Members of a class that a program can reach. */
function membersOf(value: unknown): string[] {
  if (typeof value !== "function" || !/^class\b/.test(Function.prototype.toString.call(value))) return [];
  return Object.getOwnPropertyNames(value.prototype);
}

describe("docs/api.md", () => {
  const { page, undocumented } = apiPage();

  it("has a doc comment of every public name and member", () => expect(undocumented).toEqual([]));

  it("is what `npm run docs:api` makes of the doc comments", () => expect(committed).toBe(page));

  it("names every value that the entries export", () => {
    const names = [main, metrics, predict, csv].flatMap((entry) => Object.keys(entry));
    expect(names.filter((name) => !new RegExp(`^### (class|function|const) ${name}$`, "m").test(committed))).toEqual(
      [],
    );
  });

  it("names every member of the class that is not internal", () => {
    const members = membersOf(main.LogisticRegression);
    expect(members.length).toBeGreaterThan(10);
    expect(members.filter((name) => !committed.includes(`#### LogisticRegression.${name}\n`))).toEqual([]);
  });
});
