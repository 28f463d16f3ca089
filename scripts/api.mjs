/**
 * docs/api.md from the declarations in build/types and their doc comments: `npm run docs:api`. Declarations as tsc prints them have so
 * little syntax that brackets, semicolons and comments are all that has to be told apart.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const TYPES = join(root, "build/types");
const PAGE = join(root, "docs/api.md");
const ENTRIES = [
  ["logit-wasm", "index.d.ts"],
  ["logit-wasm/metrics", "metrics/index.d.ts"],
  ["logit-wasm/predict", "predict/index.d.ts"],
  ["logit-wasm/csv", "csv/index.d.ts"],
];
const WIDTH = 120;

const HEAD = `# API

Every public name with its type, unit, default, errors and an example. This page is made from the doc comments of the
sources by \`npm run docs:api\`; change them, not this page. X is m rows of n columns, w has n coefficients, b is the
intercept, and z = x . w + b is the log-odds of the positive class. [Using logit-wasm](using.md) has samples by task,
[Options](options.md) the options in tables. An optional entry may be given as \`undefined\`, which is its default.
`;

/** Index behind what starts at `from`: up to a semicolon outside all brackets, or the bracket that closes a body. */
function endOf(text, from, endsWithBody) {
  let depth = 0;
  for (let i = from; i < text.length; ++i) {
    if (text.startsWith("/*", i)) {
      i = text.indexOf("*/", i) + 1;
      continue;
    }
    if ("([{".includes(text[i])) ++depth;
    if (")]}".includes(text[i])) --depth;
    if (depth === 0 && (text[i] === ";" || (endsWithBody && text[i] === "}"))) return i + 1;
  }
  return text.length;
}

/** The declarations of a file, or the members of a body, each with its doc comment if it has one. */
function itemsOf(text) {
  const items = [];
  let doc;
  for (let i = 0; i < text.length; ) {
    const space = text.slice(i).match(/^\s+/)?.[0].length ?? 0;
    i += space;
    if (i >= text.length) break;
    if (text.startsWith("/*", i)) {
      const end = text.indexOf("*/", i);
      if (text.startsWith("/**", i)) doc = text.slice(i + 3, end);
      i = end + 2;
      continue;
    }
    const endsWithBody = /^(?:export )?(?:declare )?(?:class|interface) /.test(text.slice(i, i + 40));
    const end = endOf(text, i, endsWithBody);
    items.push({ doc, code: text.slice(i, end) });
    doc = undefined;
    i = end;
  }
  return items;
}

const files = new Map();

function declarationsIn(file) {
  if (!files.has(file)) files.set(file, itemsOf(readFileSync(join(TYPES, file), "utf8")));
  return files.get(file);
}

const HEADER = /^(?:export )?(?:declare )?(class|interface|type|function|const) (\w+)/;

/** All declarations of a name in a file: functions may have several. */
function declared(file, name) {
  return declarationsIn(file).filter(({ code }) => code.match(HEADER)?.[2] === name);
}

/** The names that an entry exports, with the file that declares each. */
function exportsOf(entry) {
  return declarationsIn(entry).flatMap(({ code }) => {
    const [, names, path] = code.match(/^export (?:type )?\{([^}]*)\} from "([^"]+)\.js"/) ?? [];
    if (names === undefined) return [];
    const file = `${join(dirname(entry), path)}.d.ts`;
    return names
      .split(",")
      .map((name) => name.trim().replace(/^type /, ""))
      .filter((name) => name !== "")
      .map((name) => ({ name, file }));
  });
}

function bodyOf(code) {
  return code.slice(code.indexOf("{") + 1, code.lastIndexOf("}"));
}

function memberName(code) {
  const [, name] = code.match(/^(?:static |readonly |get |set |private )*([\w#$]+)/) ?? [];
  return name ?? code;
}

/** The members with the doc comments of the first of their overloads. */
function membersOf(code) {
  const members = [];
  for (const { doc, code: member } of itemsOf(bodyOf(code))) {
    const name = memberName(member);
    if (name === "#private" || doc?.includes("@internal")) continue;
    const last = members.at(-1);
    if (last?.name === name && doc === undefined) last.codes.push(member);
    else members.push({ name, doc, codes: [member] });
  }
  return members;
}

function basesOf({ code }) {
  const clause = code.match(/^[^{]* extends ([^{]+)\{/)?.[1] ?? "";
  return clause
    .split(/,(?![^<]*>)/)
    .map((base) => base.trim())
    .filter((base) => base !== "");
}

/** The bases whose members stand with those of the declaration, since nobody can import them. */
function hiddenBases(file, declaration, isPublic) {
  return basesOf(declaration).filter((base) => !isPublic(base) && declared(file, base).length > 0);
}

/** The interface's own members after those of bases that are not public themselves, and the names of public bases. */
function withBases(file, declaration, isPublic) {
  const hidden = hiddenBases(file, declaration, isPublic);
  return {
    bases: basesOf(declaration).filter((base) => !hidden.includes(base)),
    members: [...hidden.flatMap((base) => membersOf(declared(file, base)[0].code)), ...membersOf(declaration.code)],
  };
}

function wrapped(text, first, rest) {
  const lines = [first];
  for (const word of text.split(/\s+/).filter((one) => one !== "")) {
    const line = lines.at(-1);
    const longer = line.trim() === "" || line === first ? line + word : `${line} ${word}`;
    if (longer.length <= WIDTH) lines[lines.length - 1] = longer;
    else lines.push(rest + word);
  }
  return lines.join("\n");
}

const LABELS = { param: "", returns: "Returns", throws: "Throws" };

/** Text and tags of a comment as Markdown, each line behind `indent`. */
function markdownOf(doc, indent) {
  const text = doc.replace(/^[ \t]*\*? ?/gm, "").trim();
  const [prose, ...tags] = text.split(/^@(?=param|returns|throws|example)/m);
  const parts = paragraphsOf(prose.replace(/\s@throws /, "\n\nThrows: "), indent);
  for (const tag of tags) {
    const [, kind, rest] = tag.match(/^(\w+)\s*([\s\S]*)$/);
    if (kind === "example") {
      const code = rest
        .trim()
        .split("\n")
        .map((line) => (indent + line).trimEnd());
      parts.push([`${indent}\`\`\`js`, ...code, `${indent}\`\`\``].join("\n"));
    } else if (kind === "param") {
      const [, name, meaning] = rest.match(/^(\w+)\s+([\s\S]*)$/);
      parts.push(wrapped(`\`${name}\`: ${meaning}`, `${indent}- `, `${indent}  `));
    } else parts.push(...paragraphsOf(`${LABELS[kind]}: ${rest}`, indent));
  }
  return joined(parts);
}

/** Paragraphs are wrapped; lines that are indented are formulas and stay as they are. */
function paragraphsOf(text, indent) {
  return text
    .split(/\n\s*\n/)
    .filter((paragraph) => paragraph.trim() !== "")
    .map((paragraph) =>
      /^ {4}/.test(paragraph) ? paragraph.trimEnd().replace(/^/gm, indent) : wrapped(paragraph, indent, indent),
    );
}

/** Items of a list follow each other, everything else has an empty line before it. */
function joined(parts) {
  const isItem = (part) => /^\s*- `\w+`: /.test(part);
  return parts.map((part, i) => (i > 0 ? (isItem(part) && isItem(parts[i - 1]) ? "\n" : "\n\n") : "") + part).join("");
}

/** A signature as it is called: neither what only refuses surplus arguments nor what tsc adds to an optional entry. */
function called(code) {
  return code
    .replace(/^export (?:declare )?/, "")
    .replace(/, \.\.\.more: never\[\]/, "")
    .replace(/\?: \(?([^;\n]*?)\)? \| undefined(?=[;)\s])/g, "?: $1")
    .trim();
}

/** Signatures on lines of their own; `depth` is the indentation of the declaration, which tsc prints four spaces a level. */
function fenced(codes, depth = 0) {
  const lines = codes.map((code) =>
    called(code).replace(/^ +/gm, (spaces) => " ".repeat(Math.max(0, spaces.length / 2 - 2 * depth))),
  );
  const short = lines.map((line) => {
    if (line.split("\n").every(({ length }) => length <= WIDTH)) return line;
    if (line.startsWith("type ")) return line.replace(/\s\| /g, "\n  | ");
    return line.replace(/, (?=\w+\??: )/g, ",\n  ").replace(/\((?=\w+\??: )/, "(\n  ");
  });
  return ["```ts", ...short, "```"].join("\n");
}

function propertyOf({ doc, codes: [code = ""] }) {
  const type = called(code)
    .replace(/^readonly /, "")
    .replace(/;$/, "")
    .replace(/\s+/g, " ");
  const text = markdownOf(doc ?? "", "  ");
  const signature = wrapped(`\`${type}\``, "- ", "  ");
  return text === "" ? signature : `${signature}\n\n${text}`;
}

/** One public name: heading, signature, comment, members. */
function section(name, file, isPublic, undocumented) {
  const found = declared(file, name);
  const { doc } = found.find((one) => one.doc !== undefined) ?? {};
  const [, kind] = found[0].code.match(HEADER);
  if (doc === undefined) undocumented.push(name);
  const parts = [`### ${kind} ${name}`];
  const hasMembers = kind === "class" || kind === "interface";
  if (!hasMembers) parts.push(fenced(found.map(({ code }) => code)));
  if (doc !== undefined) parts.push(markdownOf(doc, ""));
  if (!hasMembers) return parts.join("\n\n");
  const { bases, members } = withBases(file, found[0], isPublic);
  if (bases.length > 0)
    parts.push(wrapped(`Has the members of ${bases.map((base) => `\`${base}\``).join(" and ")} too.`, "", ""));
  for (const member of members) {
    if (member.doc === undefined) undocumented.push(`${name}.${member.name}`);
    if (kind === "interface") parts.push(propertyOf(member));
    else parts.push(`#### ${name}.${member.name}`, fenced(member.codes, 1), markdownOf(member.doc ?? "", ""));
  }
  return parts.filter((part) => part !== "").join("\n\n");
}

const anchor = (kind, name) => `${kind}-${name.toLowerCase()}`;

/** The types that signatures of public names mention and that cannot be imported: they are said at the end. */
function mentioned(all, isPublic) {
  const names = new Map();
  for (const { file, name } of all.flatMap((one) => one.names)) {
    const declarations = declared(file, name);
    const hidden = hiddenBases(file, declarations[0], isPublic);
    for (const { code } of [...declarations, ...hidden.flatMap((base) => declared(file, base))]) {
      const places = [file, "types.d.ts", "functions/forward.d.ts"];
      for (const [word] of code.replace(/\/\*[\s\S]*?\*\//g, "").matchAll(/\b[A-Z]\w+\b/g)) {
        const place = places.find((one) => declared(one, word).length > 0);
        if (!isPublic(word) && !hidden.includes(word) && place !== undefined) names.set(word, place);
      }
    }
  }
  return [...names].map(([name, file]) => ({ name, file })).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The page, and the public names and members that have no doc comment. */
export function apiPage() {
  const undocumented = [];
  const all = ENTRIES.map(([entry, file]) => ({ entry, names: exportsOf(file) }));
  const isPublic = (name) => all.some(({ names }) => names.some((one) => one.name === name));
  const seen = new Set();
  const parts = [HEAD];
  for (const { entry, names } of all) {
    const sorted = names.toSorted((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));
    const links = sorted.map(({ name, file }) => {
      const [, kind] = declared(file, name)[0].code.match(HEADER);
      return `[${name}](#${anchor(kind, name)})`;
    });
    parts.push(`## ${entry}\n`, `${wrapped(links.join(", "), "", "")}\n`);
    for (const { name, file } of sorted) {
      if (seen.has(`${file} ${name}`)) continue;
      seen.add(`${file} ${name}`);
      parts.push(`${section(name, file, isPublic, undocumented)}\n`);
    }
  }
  parts.push("## Types without a name to import\n");
  for (const { name, file } of mentioned(all, isPublic)) {
    // their members are those of a type that everybody knows
    parts.push(`${section(name, file, isPublic, [])}\n`);
  }
  return { page: parts.join("\n"), undocumented };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { page, undocumented } = apiPage();
  if (undocumented.length > 0) throw new Error(`expected a doc comment of ${undocumented.join(", ")}, got none`);
  writeFileSync(PAGE, page);
}
