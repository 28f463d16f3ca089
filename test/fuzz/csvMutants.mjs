/** CSV files as people have them, what may happen to them on the way, and command lines that read them. */

/** @returns a file as bytes, mostly near to a good one */
export function randomCsv(random) {
  const rows = random.whole(4, 30);
  const quoted = random.chance(0.2);
  const cell = (text) => (quoted || /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const labels = random.pick([
    ["0", "1"],
    ["no", "yes"],
    ["a,b", 'c "d"'],
    ["02134", "10001"],
    ["1E2", "100"],
  ]);
  const separator = random.pick([",", ",", ",", ";", "\t"]);
  const end = random.pick(["\n", "\n", "\r\n"]);
  const plain = ["age", "dose", "weight", "label"];
  const header = random.chance(0.7)
    ? plain
    : random.pick([
        ["a", "a", "", "label"],
        ["x 1", "é", "w", "label"],
      ]);
  const lines = [header.map(cell).join(separator)];
  for (let i = 0; i < rows; ++i) {
    const label = labels[i < 4 ? i % 2 : random.whole(0, 1)];
    const numbers = [random.whole(18, 90), random.normal() + i / rows, random.whole(0, 3) || 1];
    lines.push([...numbers.map(String), label].map(cell).join(separator));
  }
  const text = lines.join(end) + (random.chance(0.8) ? end : "");
  return { text: mutated(random, text), separator };
}

const INSERTED = [
  ...[
    '"',
    '""',
    ",",
    ";",
    "\n",
    "\r",
    "\r\n",
    "\t",
    " ",
    "\u0000",
    "\ufeff",
    "NaN",
    "inf",
    "1e400",
    "-",
    "é",
    "\u2028",
  ],
  ...["1,000", "1.2.3", "0x10", "'", "=1+1", "null", "\n\n\n", ",".repeat(50), "9".repeat(400), "x".repeat(5000)],
];

function mutated(random, text) {
  let changed = text;
  for (let count = random.pick([0, 0, 1, 1, 1, 2, 5]); count > 0; --count) {
    const at = random.whole(0, changed.length);
    const kind = random.pick(["insert", "insert", "drop", "double", "cut", "digits", "line", "lines"]);
    const lines = changed.split("\n");
    const line = random.whole(0, lines.length - 1);
    if (kind === "insert") changed = changed.slice(0, at) + random.pick(INSERTED) + changed.slice(at);
    else if (kind === "drop") changed = changed.slice(0, at) + changed.slice(at + random.whole(1, 8));
    else if (kind === "double") changed = changed.slice(0, at) + changed.slice(Math.max(0, at - random.whole(1, 40)));
    else if (kind === "cut") changed = changed.slice(0, at);
    else if (kind === "digits") changed = changed.replace(/\d/g, (digit) => (random.chance(0.1) ? "x" : digit));
    else if (kind === "line") changed = lines.filter((_, i) => i !== line).join("\n");
    else changed = [...lines, ...lines.slice(1)].join("\n");
  }
  return changed;
}

/** Bytes of the text, at times of an encoding that is not UTF-8. */
export function bytesOf(random, text) {
  if (random.chance(0.05)) return Buffer.from(`\ufeff${text}`, "utf16le");
  if (random.chance(0.05)) return Buffer.from(text, "latin1");
  const bytes = Buffer.from(text, "utf8");
  if (random.chance(0.05) && bytes.length > 0) bytes[random.whole(0, bytes.length - 1)] = random.whole(128, 255);
  return bytes;
}

/** A command line over the files `data.csv`, `model.json` and `out.json` of a folder. */
export function randomCommand(random, { data, model, out }, separator) {
  const value = random.pick(["0", "1", "0.5", "-1", "x", "1e400", "", "10"]);
  const shared = [
    ...(separator !== "," && random.chance(0.7) ? ["--delimiter", separator === "\t" ? "tab" : separator] : []),
    ...(random.chance(0.3) ? ["--json"] : []),
    ...(random.chance(0.2) ? ["--quiet"] : []),
    ...(random.chance(0.05) ? [random.pick(["--no-such", "--help", "-V", "--target", "--json=1"])] : []),
  ];
  const kind = random.pick(["train", "train", "train", "evaluate", "predict"]);
  if (kind === "evaluate") {
    const threshold = random.chance(0.3) ? ["--threshold", value] : [];
    return ["evaluate", model, data, ...threshold, ...(random.chance(0.2) ? ["--weights", "weight"] : []), ...shared];
  }
  if (kind === "predict") return ["predict", model, data, ...(random.chance(0.5) ? ["--out", "-"] : []), ...shared];
  const target = random.chance(0.9) ? "label" : random.pick(["", "age", "no such", "é"]);
  const options = [
    ...(random.chance(0.3) ? ["--out", out] : []),
    ...(random.chance(0.2)
      ? [random.pick(["--l1", "--l2", "--test", "--seed", "--tolerance", "--max-epochs"]), value]
      : []),
    ...(random.chance(0.1) ? ["--weights", "weight"] : []),
    ...(random.chance(0.1) ? ["--drop", random.pick(["age", "a", "", "x 1,w", "no such"])] : []),
    ...(random.chance(0.1) ? ["--positive", random.pick(["1", "yes", "02134", "none"])] : []),
  ];
  return ["train", data, "--target", target, ...options, ...shared];
}
