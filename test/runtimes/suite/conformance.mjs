/** The suite that every runtime runs: plain JavaScript that imports nothing but its own files. */
import { CHECKS } from "./checks.mjs";
import { COMPUTATIONS, compute } from "./computations.mjs";
import { readData } from "./data.mjs";
import { digestOf } from "./digest.mjs";
import { ERRORS, thrownBy } from "./errors.mjs";
import { FITS, nameOf, runFit } from "./fits.mjs";

/**
 * @param library all that `logit-wasm`, `logit-wasm/metrics` and `logit-wasm/predict` export
 * @param buffer the data sets as test/runtimes/packData.mjs packs them
 * @returns `checks`, each `{ name, ok, message }`; `digests`, the SHA-256 of what each fit gives, `{ name, digest }`; and
 *   `digest`, the SHA-256 over those
 */
export async function conformance(library, buffer) {
  const data = readData(buffer);
  const checks = [];
  const digests = [];

  /** Runs one check; what it returns, if anything, goes into the digest under its name. */
  async function check(name, run) {
    try {
      const parts = await run();
      if (parts !== undefined) digests.push({ name, digest: await digestOf(parts) });
      checks.push({ name, ok: true, message: "" });
    } catch (error) {
      checks.push({ name, ok: false, message: `${error?.message ?? error}` });
    }
  }

  for (const [name, run] of CHECKS) await check(name, () => run(library, data));
  for (const error of ERRORS) await check(error.name, () => [thrownBy(library, error)]);
  for (const fit of FITS) await check(nameOf(fit), () => runFit(library, data, fit));
  for (const [name, run] of COMPUTATIONS) await check(name, () => compute(library, data, run));
  return { checks, digests, digest: await digestOf(digests.map(({ name, digest }) => `${digest} ${name}\n`)) };
}
