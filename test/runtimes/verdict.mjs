/** What the results say. A runtime that did not run is skipped; it passes only with every check and the digest expected. */

/** Problems of one runtime that are printed. */
const MOST_LINES = 20;

/** @param result what the suite returned, `{ error }` if it did not, or undefined if the runtime is not installed */
export function statusOf(result, expectedDigest) {
  if (result === undefined) return "skipped";
  if (result.error !== undefined || result.checks.length === 0) return "failed";
  return result.checks.every(({ ok }) => ok) && result.digest === expectedDigest ? "passed" : "failed";
}

/** What is wrong with a result, a line each. `expected` is what readDigests returns. */
export function problemsOf(result, expected) {
  if (result === undefined) return [];
  if (result.error !== undefined) return [result.error];
  const failures = result.checks.filter(({ ok }) => !ok).map(({ name, message }) => `${name}: ${message}`);
  const known = new Map(expected.digests.map(({ name, digest }) => [name, digest]));
  const differing = result.digests
    .filter(({ name, digest }) => known.get(name) !== digest)
    .map(
      ({ name, digest }) =>
        `${name}: digest ${digest.slice(0, 12)}, expected ${known.get(name)?.slice(0, 12) ?? "none"}`,
    );
  const lines = [...failures, ...differing];
  if (lines.length === 0 && result.digest !== expected.digest) lines.push("digest.txt has fits that the suite has not");
  return lines;
}

/** The problems of all runs, `{ name, result }`, as text; runtimes that have the same ones are named together. */
export function problemReport(runs, expected) {
  const groups = new Map();
  for (const { name, result } of runs) {
    const problems = problemsOf(result, expected);
    if (problems.length === 0) continue;
    const left = problems.length - MOST_LINES;
    const lines = [...problems.slice(0, MOST_LINES), ...(left > 0 ? [`and ${left} more`] : [])].join("\n");
    groups.set(lines, [...(groups.get(lines) ?? []), name]);
  }
  const digests = new Set(runs.flatMap(({ result }) => (result === undefined ? [] : [result.digest])));
  const agreed = runs.length > 1 && digests.size === 1 && !digests.has(expected.digest) && !digests.has(undefined);
  const hint = agreed ? ["The runtimes agree with each other, not with digest.txt: if that is meant, --update."] : [];
  return [...Array.from(groups, ([lines, names]) => `${names.join("; ")}:\n${lines}`), ...hint].join("\n\n");
}

/** digest.txt: the digest of all on the first line, then that of each fit. */
export function writeDigests({ digest, digests }) {
  return [`${digest} all`, ...digests.map(({ name, digest: of }) => `${of} ${name}`)]
    .map((line) => `${line}\n`)
    .join("");
}

export function readDigests(text) {
  const lines = text.trimEnd().split("\n");
  const [all, ...digests] = lines.map((line) => ({ digest: line.slice(0, 64), name: line.slice(65) }));
  return { digest: all.digest, digests };
}

/** Rows of text as columns, the first row as a head. */
export function tableOf(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]))
      .join("  ")
      .trimEnd(),
  );
  return [lines[0], widths.map((width) => "-".repeat(width)).join("  "), ...lines.slice(1)].join("\n");
}
