/**
 * How a bundle is shrunk: by terser, which takes 0.5 KB more off than esbuild's own minifier. What is shrunk stays tree-shakable, in
 * short lines (Node prints the line that threw when nobody catches), and the names that a user meets in stacks stay.
 */
import { minify } from "terser";
import { literalOf } from "./embeddedText.mjs";
import { cutProgram, FOR_BUNDLERS, LINE_LENGTH } from "./workerProgram.mjs";

/** Names that the top level leaves to local variables. */
const LETTERS = [..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ$_"];

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
async function shrunkKeeping(exported, text, module, reserved = []) {
  const { code } = await minify(withClassNames(text), {
    module,
    toplevel: true,
    ecma: 2022,
    keep_classnames: true,
    keep_fnames: new RegExp(`^(${exported.join("|")})$`),
    // a function that is called once stays one: gzip has seen declarations and calls, and 1.2 KB less is left
    compress: { passes: 2, unsafe_arrows: true, keep_fargs: false, reduce_funcs: false },
    mangle: { reserved },
    format: { comments: FOR_BUNDLERS, max_line_len: LINE_LENGTH, preserve_annotations: true },
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

/** Shrinks a program that has no program of workers in it. */
export function shrunk(text, module) {
  return shrunkKeeping(namesIn(text), text, module);
}

/** Shrinks a module that has the workers' program in it, as the text of it (workerProgram.mjs). */
export async function shrunkWithProgram(text) {
  const code = await shrunkKeeping(namesIn(text), text, true, LETTERS);
  const { library, program } = await cutProgram(withShortMarks(code));
  // the thread that compiled the kernel gives its modules
  return { library, program: program.replace(SHORT_MARK, '""') };
}

/** Puts texts in the places of their marks, long or short. */
export function embedded(code, texts) {
  let result = withShortMarks(code);
  for (const [name, text] of Object.entries(texts)) {
    const [before, after, ...others] = result.split(`"@${name}@"`);
    if (after === undefined || others.length > 0) throw new Error(`${name}: expected one place for it`);
    result = `${before}${literalOf(text)}${after}`;
  }
  return result;
}

/** A mark once it need not be long any more. */
const SHORT_MARK = /"@\w+@"/g;

function withShortMarks(code) {
  return code.replace(/(["'`])(\w+) (?:\2 ){499}\1/g, '"@$2@"');
}
