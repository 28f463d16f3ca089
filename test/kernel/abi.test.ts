import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { PRECISIONS } from "./support/sizes.ts";

/**
 * The ABI is written twice, as exports of AssemblyScript and as TypeScript types, and WebAssembly checks neither names nor order of
 * arguments. These tests compare the two, argument by argument.
 */

const text = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");

interface Argument {
  readonly name: string;
  /** As TypeScript has it. */
  readonly type: string;
}

interface Signature {
  readonly arguments: readonly Argument[];
  readonly result: string;
}

function argumentsIn(list: string, typeOf: (type: string) => string): Argument[] {
  return list
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map((part) => {
      const [name = "", type = ""] = part.split(/:\s*/);
      return { name, type: typeOf(type) };
    });
}

const SCALARS: Record<string, string> = { i32: "number", f64: "number", bool: "boolean", void: "void" };

/** An address is a Pointer, a number of bytes a number: both are usize. */
function typeOfAssembly(name: string, type: string): string {
  const known =
    type === "usize" ? (name.endsWith("Ptr") || name === "heap_base" ? "Pointer" : "number") : SCALARS[type];
  if (known === undefined) throw new Error(`${name}: no type of TypeScript for ${type}`);
  return known;
}

const EXPORT = /^export function (\w+)\(([^)]*)\): (\w+) \{ (.*) \}$/gm;

/** The exports of a part, by name, and what their bodies are. */
function assemblyExports(file: string): Map<string, Signature & { readonly body: string }> {
  const lines = Array.from(text(file).matchAll(EXPORT), ([, name = "", list = "", result = "", body = ""]) => {
    const given = argumentsIn(list, (type) => type).map((one) => ({
      ...one,
      type: typeOfAssembly(one.name, one.type),
    }));
    return [name, { arguments: given, result: typeOfAssembly(name, result), body }] as const;
  });
  return new Map(lines);
}

const types = text("src/wasm/kernelExports.ts");

function block(opening: string): string {
  const from = types.indexOf(opening);
  if (from < 0) throw new Error(`kernelExports.ts: expected ${opening}`);
  return types.slice(from + opening.length, types.indexOf("\n}", from));
}

/** The types of a part: those of either data type under their own names, those of each under two. */
function typedExports(each: string, either: string, kinds: readonly string[]): Map<string, Signature> {
  const found = new Map<string, Signature>();
  for (const [, name = "", list = "", result = ""] of block(each).matchAll(/(\w+): \(([^)]*)\) => (\w+);/g)) {
    for (const kind of kinds) {
      found.set(`${name}_${kind}`, { arguments: argumentsIn(list, (type) => type), result });
    }
  }
  for (const [, name = "", list = "", result = ""] of block(either).matchAll(/(\w+)\(([^)]*)\): (\w+);/g)) {
    found.set(name, { arguments: argumentsIn(list, (type) => type), result });
  }
  return found;
}

/** The kinds of sparse rows: type of values, type of indices. */
const SPARSE_KINDS = ["f32", "f64", "ones"].flatMap((values) => [`${values}_u16`, `${values}_u32`]);

describe.each([
  ["assembly/mathematics.ts", "type MathematicsNames = {", 'Typed<MathematicsNames, "f64"> {', 25, PRECISIONS],
  ["assembly/solvers.ts", "type SolverNames = {", 'Typed<SolverNames, "f64"> {', 22, PRECISIONS],
  ["assembly/sparse.ts", "type SparseNames = {", 'SparseTyped<"ones", "u32"> {', 38, SPARSE_KINDS],
] as const)("the ABI of %s", (file, each, either, count, kinds) => {
  const assembly = assemblyExports(file);
  const typed = typedExports(each, either, kinds);

  it("has every export on a line that is understood here", () => {
    expect(assembly.size).toBe(text(file).match(/^export function/gm)?.length);
    expect(assembly.size).toBe(count);
  });

  it("has the names that TypeScript knows", () => {
    expect(Array.from(assembly.keys()).sort()).toEqual(Array.from(typed.keys()).sort());
  });

  it.each(Array.from(assembly))(
    "%s has the arguments that TypeScript gives it, by name, type and order",
    (name, line) => {
      expect({ arguments: line.arguments, result: line.result }).toEqual(typed.get(name));
    },
  );

  it.each(Array.from(assembly))(
    "%s hands its arguments on in their order, to the code of its data type",
    (name, line) => {
      const [, list] = /\(([^)]*)\);?$/.exec(line.body.replace(/^return /, "")) ?? [];
      if (list !== undefined) {
        // a constant stands for what this kernel does not take
        const handed = list.split(",").map((part) => part.trim());
        expect(handed.filter((part) => !["", "0", "true", "false"].includes(part))).toEqual(
          line.arguments.map((one) => one.name),
        );
      }
      const [precision] = /f(32|64)$/.exec(name) ?? [];
      if (precision !== undefined) expect(line.body).toContain(`<${precision}>`);
      const [, values, indices] = /_(f32|f64|ones)_(u16|u32)$/.exec(name) ?? [];
      if (values !== undefined) {
        expect(line.body).toContain(`<${values === "ones" ? "Ones" : values}, ${indices}>`);
      }
    },
  );
});
