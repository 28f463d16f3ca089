// The README's part of what bench:fit measured. To put results/fit.md there again:   node bench/fit/readme.mjs
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const README = fileURLToPath(new URL("../../README.md", import.meta.url));
const RESULTS = fileURLToPath(new URL("../results/fit.md", import.meta.url));
const BETWEEN = /(?<=<!-- bench:fit -->\n)[\s\S]*(?=<!-- \/bench:fit -->)/;

/** Puts Markdown between the README's two marks. */
export function includeInReadme(markdown) {
  const text = readFileSync(README, "utf8");
  if (!BETWEEN.test(text))
    throw new Error("README.md: expected <!-- bench:fit --> and <!-- /bench:fit -->, got neither");
  writeFileSync(
    README,
    text.replace(BETWEEN, () => `\n${markdown.trim()}\n\n`),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) includeInReadme(readFileSync(RESULTS, "utf8"));
