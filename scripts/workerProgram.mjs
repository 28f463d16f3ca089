/**
 * How the workers' program is cut from a bundle that has both the library and the program in it. Nearly all that a worker runs
 * stands in the library already. So both are printed from one text that is shrunk once: the program is pieces of the library,
 * letter by letter, and stands right behind them, where gzip (which looks back 32 KB) takes it for a repetition. It
 * costs 2 KB rather than 7.5.
 */
import { transform } from "esbuild";
import { minify } from "terser";

/** Characters of a line: Node prints the line that threw, and a terminal shows 2 KB at once. */
export const LINE_LENGTH = 500;

/** Notices, and what tells bundlers to leave an import alone or that a call has no effect. */
export const FOR_BUNDLERS = /^!|webpackIgnore|@vite-ignore/;

/** The lines of an entry that come before all others, so that what the program needs comes first and then its own text. */
export const PROGRAM_FIRST = `
  export { serve } from "./src/driver/workers/program.ts";
  export { text as programText } from "./build/workerProgram.js";
`;

/** What is in the bundle for the program's sake alone. */
const OF_PROGRAM = ["serve", "programText"];

const IMPORT = /import\{([^}]*)\}from"([^"]*)";/g;
const EXPORTS = /export\{([^}]*)\};?\s*$/;

/** What a worker has in the place of what the library imports: a failure is sent home as its code and its message. */
const STANDS_FOR = {
  demangle: (local) => `const ${local}=e=>e;`,
  LogitTypeError: errorClass,
  LogitRangeError: errorClass,
};

function errorClass(local) {
  return `class ${local} extends Error{constructor(e,t){super(t);this.code=e}}`;
}

function pairsIn(list) {
  return list.split(",").map((pair) => {
    const [name, as = name] = pair.trim().split(" as ");
    return { name, as };
  });
}

/**
 * @param shrunk a module that exports `serve`, as terser writes it, with names of one letter left to local variables
 * @returns the library without `serve`, and the program: statements that answer at `port`
 */
export async function cutProgram(shrunk) {
  const imports = Array.from(shrunk.matchAll(IMPORT), ([text, list]) => ({ text, pairs: pairsIn(list) }));
  const exported = pairsIn(EXPORTS.exec(shrunk)?.[1] ?? "");
  const withoutModule = shrunk.replace(IMPORT, "").replace(EXPORTS, "");
  const body = await withShortLocals(withoutModule);
  const print = async (head, wanted) => {
    const list = exported.filter(({ as }) => wanted(as)).map(({ name, as }) => `${name} as ${as}`);
    const options = { treeShaking: true, minifySyntax: true, format: "esm", target: "es2022" };
    return inShortLines((await transform(`${head}${body}export{${list}};`, options)).code);
  };
  const library = await print(imports.map(({ text }) => text).join(""), (name) => !OF_PROGRAM.includes(name));
  const imported = imports.flatMap(({ pairs }) => pairs);
  const stubs = imported.map(({ name, as }) => STANDS_FOR[name]?.(as) ?? "");
  const program = await print(stubs.join(""), (name) => name === "serve");
  for (const { name, as } of imported.filter(({ name }) => !(name in STANDS_FOR))) {
    const calls = new RegExp(`(?<![\\w$.])${as}\\(`);
    if (calls.test(program)) throw new Error(`the workers' program: expected nothing in the place of ${name}`);
  }
  const [entry, serve] = /export\{(\w+)(?: as serve)?\};?\s*$/.exec(program) ?? [];
  if (serve === undefined) throw new Error("the workers' program: expected to export serve");
  return { library, program: `(()=>{"use strict";${program.slice(0, -entry.length)}${serve}(port)})();` };
}

/** A declaration where a statement may begin. */
const CONST = /(?<=^|[;{}()])const (?=[\w$[{])/gm;

/**
 * Renames local variables as esbuild does, from which the names at the top level keep apart, so that neither printing renames
 * any. `let` and esbuild's syntax, since its users' bundles have them: they then differ in names alone from the program.
 */
async function withShortLocals(script) {
  const syntax = await transform(script.replace(CONST, "let "), { minifySyntax: true, target: "es2022" });
  return (await transform(syntax.code, { minifyIdentifiers: true, target: "es2022" })).code;
}

/**
 * Without renaming, a statement a line, of which long ones are broken: gzip expects an end of line there (0.4 KB less than with
 * breaks anywhere). Comments for bundlers stay, which esbuild would drop with the white space.
 */
export async function inShortLines(text) {
  const options = { module: true, compress: false, mangle: false, ecma: 2022 };
  const { ast } = await minify(text, { ...options, format: { ast: true, code: false } });
  const format = { comments: FOR_BUNDLERS, max_line_len: LINE_LENGTH, preserve_annotations: true, ecma: 2022 };
  return ast.body.map((statement) => statement.print_to_string(format)).join("\n");
}

/** What esbuild writes for Node to find the names that `import { ... }` of CommonJS may take; terser would drop it. */
export const NAMES_OF_COMMONJS = /^0 && \(module\.exports = [\s\S]*$/m;

/** The library as cutProgram gives it, for require(). */
export async function asCommonJs(library) {
  const module = library.replace('from"./errors.js"', 'from"./errors.cjs"');
  const { code } = await transform(module, { format: "cjs", platform: "node", target: "es2022" });
  const [names = ""] = NAMES_OF_COMMONJS.exec(code) ?? [];
  return `${await inShortLines(code.replace(names, ""))}\n${names}`;
}
