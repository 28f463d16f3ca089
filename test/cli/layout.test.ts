import { describe, expect, test } from "vitest";
import { nearestName } from "../../src/check/nearestName.ts";
import { commandLine } from "../../src/cli/commandLine.ts";
import { countText, nameText, numberText, secondsText, table } from "../../src/cli/write/layout.ts";

describe("text", () => {
  test("numbers have six significant digits and an exponent only where needed", () => {
    expect([0, 1, -2.5, 1234567, 0.00012345678, 1e-7, 2e12].map((x) => numberText(x))).toEqual([
      "0",
      "1.00000",
      "-2.50000",
      "1234567",
      "0.000123457",
      "1.000e-7",
      "2.000e+12",
    ]);
    expect(numberText(Infinity)).toBe("Infinity");
  });

  test("counts have separators, fractions of weights two decimals", () => {
    expect([0, 999, 1000, 1234567].map(countText)).toEqual(["0", "999", "1,000", "1,234,567"]);
    expect(countText(1234.5678)).toBe("1,234.57");
  });

  test("times are in units that fit", () => {
    expect([0.00123, 0.5, 12.3456, 1234].map(secondsText)).toEqual(["1.23 ms", "500 ms", "12.3 s", "1234 s"]);
  });

  test("columns are as wide as their widest cell", () => {
    expect(table([["a", "1"], ["long", "22"]], ["left", "right"])).toEqual(["a      1", "long  22"]); // biome-ignore format: short
  });

  test("names from files cannot break the layout", () => {
    expect(nameText("a\u001b[31m\nb")).toBe("a\\u001b[31m\\nb");
    expect(nameText("x".repeat(50), 10)).toBe("xxxxxxx...");
  });

  test("commands to paste are quoted where the shell needs it", () => {
    expect(commandLine("my data.csv", "it's", "-")).toMatch(/ 'my data\.csv' 'it'\\''s' -$/);
  });
});

describe("what was meant", () => {
  test("is the name a third of whose letters or fewer differ", () => {
    expect(nearestName("labl", ["age", "label", "table"])).toBe("label");
    expect(nearestName("Label", ["label"])).toBe("label");
    expect(nearestName("x", ["y"])).toBe(undefined);
    expect(nearestName("worst area", ["worst_area", "mean_area"])).toBe("worst_area");
  });
});
