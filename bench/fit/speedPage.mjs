// The part of docs/speed.md that bench:fit measured. To put results/fit.md there again:   node bench/fit/speedPage.mjs
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const PAGE = fileURLToPath(new URL("../../docs/speed.md", import.meta.url));
const RESULTS = fileURLToPath(new URL("../results/fit.md", import.meta.url));
const BETWEEN = /(?<=<!-- bench:fit -->\n)[\s\S]*(?=<!-- \/bench:fit -->)/;

/** Characters of a table's line and of any other line that test/package/readme.test.ts allows. */
const WIDEST_TABLE = 100;
const WIDEST_LINE = 120;

/** Puts Markdown between the page's two marks, in lines and tables that fit. */
export function includeInSpeedPage(markdown) {
  const text = readFileSync(PAGE, "utf8");
  if (!BETWEEN.test(text))
    throw new Error("docs/speed.md: expected <!-- bench:fit --> and <!-- /bench:fit -->, got neither");
  writeFileSync(
    PAGE,
    text.replace(BETWEEN, () => `\n${narrowed(markdown.trim())}\n\n`),
  );
}

function narrowed(markdown) {
  return markdown
    .replace(/(?:^\|.*\n?)+/gm, narrowTables)
    .split("\n")
    .map((line) => (line.startsWith("|") ? line : wrapped(line)))
    .join("\n");
}

/** A table that is too wide becomes several with the same first column; one that fits stays as it is. */
function narrowTables(table) {
  const lines = table.trimEnd().split("\n");
  if (Math.max(...lines.map(({ length }) => length)) <= WIDEST_TABLE) return table;
  const rows = lines.map((line) =>
    line
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim().replace(/^(-)+(:?)$/, "---$2")),
  );
  const groups = [[0]];
  for (let column = 1; column < rows[0].length; ++column) {
    const group = groups.at(-1);
    if (group.length === 1 || widthOf(rows, [...group, column]) <= WIDEST_TABLE) group.push(column);
    else groups.push([0, column]);
  }
  return `${groups.map((group) => tableOf(rows, group)).join("\n\n")}\n`;
}

function tableOf(rows, columns) {
  return rows.map((row) => `| ${columns.map((column) => row[column]).join(" | ")} |`).join("\n");
}

function widthOf(rows, columns) {
  return Math.max(
    ...tableOf(rows, columns)
      .split("\n")
      .map(({ length }) => length),
  );
}

function wrapped(line) {
  const indent = line.startsWith("- ") ? "  " : "";
  const lines = [""];
  for (const word of line.split(" ")) {
    const longer = lines.at(-1) === "" ? word : `${lines.at(-1)} ${word}`;
    if (longer.length <= WIDEST_LINE) lines[lines.length - 1] = longer;
    else lines.push(indent + word);
  }
  return lines.join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) includeInSpeedPage(readFileSync(RESULTS, "utf8"));
