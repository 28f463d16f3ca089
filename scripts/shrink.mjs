/**
 * How a bundle is shrunk: by terser, which takes 0.5 KB more off than esbuild's own minifier. What is shrunk stays tree-shakable, in
 * short lines (Node prints the line that threw when nobody catches), and the names that a user meets in stacks stay.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { minify } from "terser";
import { quotedInLines } from "./embeddedText.mjs";

const LINE_LENGTH = 160;

/** esbuild writes `var Model = class _Model` for a class that names itself, which stacks and messages would show. */
const RENAMED_CLASS = /^var (\w+) = class( _\1)?(?= extends| \{)/gm;

function withClassNames(text) {
  const names = Array.from(text.matchAll(RENAMED_CLASS), ([, name]) => name);
  const declared = text.replace(RENAMED_CLASS, "class $1");
  return names.length === 0 ? declared : declared.replace(new RegExp(`\\b_(${names.join("|")})\\b`, "g"), "$1");
}

/**
 * Shrinks a program. Names of classes stay, and of the functions that it exports. So do notices, and what tells bundlers to leave an
 * import alone or that a call has no effect.
 */
async function shrunk(text, module, exported) {
  const { code } = await minify(withClassNames(text), {
    module,
    toplevel: true,
    ecma: 2022,
    keep_classnames: true,
    keep_fnames: new RegExp(`^(${exported.join("|")})$`),
    compress: { passes: 4, unsafe_arrows: true, keep_fargs: false },
    format: { comments: /^!|webpackIgnore|@vite-ignore/, max_line_len: LINE_LENGTH, preserve_annotations: true },
  });
  return code
    .split("\n")
    .map((line) => (line.length > 2 * LINE_LENGTH ? brokenAtCommas(line) : line))
    .join("\n");
}

/** Breaks a line of data, which terser leaves whole, at commas outside of strings; left alone where a regex or a template may be. */
function brokenAtCommas(line) {
  const tokens = line.match(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^"']/g) ?? [];
  if (tokens.join("").length !== line.length || tokens.includes("`") || tokens.includes("/")) return line;
  let width = 0;
  return tokens
    .map((token) => {
      width += token.length;
      if (token !== "," || width < LINE_LENGTH) return token;
      width = 0;
      return ",\n";
    })
    .join("");
}

/** Stands for a text that is embedded after shrinking. So long that it is not copied to where it is used. */
export function markOf(name) {
  return `${name} `.repeat(500);
}

/** The names that a bundle exports, as esbuild lists them: `export { a, b as c }`, or a comment's `module.exports = { a, b }`. */
function namesIn(text) {
  const [, list = ""] = /^(?:export|0 && \(module\.exports =) \{([^}]*)\}/m.exec(text) ?? [];
  return list.split(",").map((name) => name.replace(/^.* as /s, "").trim());
}

/** The workers' program alone. */
export async function shrinkProgram(text) {
  return shrunk(text, false, []);
}

const PROGRAM_BEGINS = "globalThis.PROGRAM(()=>{";
const PROGRAM_ENDS = "});";

/**
 * Shrinks a file and puts the embedded texts, by name, in the places of their marks. `program`, that of the workers, is
 * shrunk with the file and then taken apart: what they have in common gets the same names, so that gzip sees it (1.7 KB less).
 */
export async function shrink(file, texts = {}, program = undefined) {
  const text = readFileSync(file, "utf8");
  const module = !file.endsWith(".cjs");
  const exported = namesIn(text);
  if (program === undefined) {
    writeFileSync(file, embedded(await shrunk(text, module, exported), texts));
    return;
  }
  const both = await shrunk(`${text};${PROGRAM_BEGINS}${program}${PROGRAM_ENDS}`, module, exported);
  const [library, shrunkProgram, ...others] = both.split(PROGRAM_BEGINS);
  if (!shrunkProgram?.endsWith(PROGRAM_ENDS) || others.length > 0)
    throw new Error("the workers' program: expected at the end");
  const workerProgram = shrunkProgram.slice(0, -PROGRAM_ENDS.length);
  writeFileSync(file, embedded(library, { ...texts, workerProgram }));
}

/** Puts texts in the places of their marks in a file that is not shrunk. */
export function embedIn(file, texts) {
  writeFileSync(file, embedded(readFileSync(file, "utf8"), texts));
}

function embedded(code, texts) {
  let result = code;
  for (const [name, text] of Object.entries(texts)) {
    const [before, after, ...others] = result.split(new RegExp(`["'\`]${markOf(name)}["'\`]`));
    if (after === undefined || others.length > 0) throw new Error(`${name}: expected one place for it`);
    result = `${before}${quotedInLines(text)}${after}`;
  }
  return result;
}
