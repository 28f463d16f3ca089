import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect } from "vitest";

export const cliPath = fileURLToPath(new URL("../../build/cli.js", import.meta.url));
export const breastCancer = fileURLToPath(new URL("../fixtures/breast_cancer.csv", import.meta.url));

export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A directory of its own for a test file, in which the commands run, so that messages name files by short names. */
export function workspace() {
  const directory = mkdtempSync(join(tmpdir(), "logit-wasm-cli-"));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  const path = (name: string) => join(directory, name);
  const run = (args: readonly string[], input: string | Uint8Array = ""): Outcome => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [cliPath, ...args], {
      cwd: directory,
      input,
      encoding: "utf8",
      maxBuffer: 2 ** 28,
    });
    return { status, stdout, stderr };
  };
  return {
    directory,
    path,
    run,
    write(name: string, content: string | Uint8Array): string {
      writeFileSync(path(name), content);
      return name;
    },
    /** Runs a command that has to succeed silently but for its output. */
    succeed(args: readonly string[], input: string | Uint8Array = ""): string {
      const outcome = run(args, input);
      expect(outcome.stderr, args.join(" ")).toBe("");
      expect(outcome.status, args.join(" ")).toBe(0);
      return outcome.stdout;
    },
    /** Runs a command that has to fail with nothing on stdout and one line on stderr; returns what follows the prefix. */
    fail(status: 1 | 2, args: readonly string[], input: string | Uint8Array = ""): string {
      const outcome = run(args, input);
      expect(outcome.stderr).toMatch(/^logit-wasm: [^\n]+\n$/);
      expect(outcome.stdout).toBe("");
      expect(outcome.status, outcome.stderr).toBe(status);
      return outcome.stderr.slice("logit-wasm: ".length, -1);
    },
  };
}

/** Rows of a small problem with a known direction: `ill` goes with `age` and against `dose`. */
export function patientsCsv(rows = 40): string {
  const lines = ["age,dose,ill"];
  for (let i = 0; i < rows; i++) {
    const age = 30 + ((i * 7) % 41);
    const dose = ((i * 13) % 17) / 4;
    const noise = ((i * 29) % 23) - 11;
    lines.push(`${age},${dose},${age - 5 * dose + noise > 40 ? "yes" : "no"}`);
  }
  return `${lines.join("\n")}\n`;
}
