/**
 * What takes seconds to make is kept in build/made/, a file a name, beside the digest of all that it was made from. It is
 * made anew where that has changed, so a second build costs what changed in between.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * @param from texts that decide what `make` gives, those of the tools included
 * @param make returns what JSON can hold
 */
export async function made(name, from, make) {
  const file = `build/made/${name}.json`;
  const digest = createHash("sha256").update(JSON.stringify(from)).digest("hex");
  const kept = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  if (kept.digest === digest) return kept.value;
  const value = await make();
  mkdirSync("build/made", { recursive: true });
  // under its name once it is whole: a build may be interrupted
  writeFileSync(`${file}.new`, JSON.stringify({ digest, value }));
  renameSync(`${file}.new`, file);
  return value;
}

/** The version of an installed package, for `from`. */
export function versionOf(name) {
  return `${name} ${JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8")).version}`;
}

/** The texts of files, for `from`: of those in folders too. */
export function textsOf(...paths) {
  return paths.flatMap((path) => {
    if (/\.\w+$/.test(path)) return [path, readFileSync(path, "utf8")];
    return readdirSync(path, { withFileTypes: true }).flatMap((entry) => textsOf(join(path, entry.name)));
  });
}
