// Texts to rows of terms:   npm run bench:text -- [--quick]
//
// Seeded texts of Zipf's law, read for their terms, the vocabulary learnt, the rows made: ms, the least of some rounds, and
// of the first round, which is before engines compile. Beside it scikit-learn's TfidfVectorizer with the same settings
// in a process of its own, if some Python has it ($PYTHON, python3 or /usr/bin/python3). "one by one" is each text as it is
// predicted. Both have the same terms and non-zeros, which is checked.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { zipfTexts } from "./text/texts.mjs";

const { values: options } = parseArgs({ options: { quick: { type: "boolean", default: false } } });

/** Texts, words a text, different words. */
const SHAPES = options.quick
  ? [[1000, 80, 20_000]]
  : [
      [5000, 80, 60_000],
      [50_000, 20, 60_000],
    ];
const SETTINGS = [{}, { words: [1, 2] }, { words: [1, 2], minCount: 2 }, { characters: [3, 5] }];
const ROUNDS = options.quick ? 3 : 7;

const folder = fileURLToPath(new URL("..", import.meta.url));
const outfile = `${folder}build/bench/text/internals.mjs`;
const files = ["settings", "termCounts", "learnVocabulary", "termRows", "vocabulary"];
const contents = files.map((file) => `export * from "./src/text/${file}.ts";`).join("\n");
await build({ stdin: { contents, resolveDir: folder }, bundle: true, format: "esm", target: "es2022", outfile });
const { textSettings, countTerms, learnVocabulary, termRows, vectoriserOf } = await import(outfile);

function timed(run) {
  const start = performance.now();
  const result = run();
  return { ms: performance.now() - start, result };
}

function ours(texts, given) {
  const settings = textSettings(given, "text");
  const rounds = Array.from({ length: ROUNDS }, () =>
    timed(() => {
      const found = countTerms(texts, settings);
      const vocabulary = learnVocabulary(found, settings);
      return { vocabulary, rows: termRows(found, vocabulary) };
    }),
  );
  const { vocabulary, rows } = rounds[0].result;
  const vectorise = vectoriserOf(vocabulary);
  const each = Array.from({ length: 3 }, () => timed(() => texts.map(vectorise)).ms);
  return {
    terms: rows.columns,
    nonZeros: rows.indices.length,
    first: rounds[0].ms,
    ms: Math.min(...rounds.map(({ ms }) => ms)),
    oneByOne: (1000 * Math.min(...each)) / texts.length,
  };
}

function scikitLearn(texts, settings) {
  const script = fileURLToPath(new URL("peers/textPeer.py", import.meta.url));
  const input = JSON.stringify({ texts, settings, rounds: ROUNDS });
  for (const python of [process.env.PYTHON ?? "python3", "/usr/bin/python3"]) {
    const { status, stdout } = spawnSync(python, [script], { input, encoding: "utf8", maxBuffer: 2 ** 26 });
    if (status === 0) return JSON.parse(stdout);
  }
  return undefined;
}

const shown = (ms) => (ms === undefined ? "" : ms.toFixed(ms < 10 ? 1 : 0)).padStart(9);
console.log(
  `${"texts x words, settings".padEnd(50)}    terms non-zeros    ms first  sklearn   times   one by one, us a text`,
);
for (const [count, words, different] of SHAPES) {
  const texts = zipfTexts(count, words, different);
  for (const settings of SETTINGS) {
    const own = ours(texts, settings);
    const peer = scikitLearn(texts, settings);
    if (peer !== undefined && (peer.terms !== own.terms || peer.nonZeros !== own.nonZeros)) {
      throw new Error(`expected ${peer.terms} terms and ${peer.nonZeros} non-zeros, got ${JSON.stringify(own)}`);
    }
    const name = `${count} x ${words} ${JSON.stringify(settings)}`.padEnd(50);
    const sizes = [own.terms, own.nonZeros].map((size) => String(size).padStart(9)).join("");
    const theirs = peer && Math.min(...peer.times);
    const times = peer === undefined ? "" : (theirs / own.ms).toFixed(1).padStart(8);
    console.log(`${name}${sizes}${shown(own.ms)}${shown(own.first)}${shown(theirs)}${times}${shown(own.oneByOne)}`);
  }
}
