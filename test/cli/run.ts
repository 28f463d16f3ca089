import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from "node:worker_threads";
import { buildSync } from "esbuild";
import { afterAll, expect } from "vitest";

export const cliPath = fileURLToPath(new URL("../../build/cli.js", import.meta.url));
export const breastCancer = fileURLToPath(new URL("../fixtures/breast_cancer.csv", import.meta.url));

export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs commands in a process that stays, one after the other; it waits for each. */
class Commands {
  readonly #flag = new Int32Array(new SharedArrayBuffer(4));
  readonly #port: MessagePort;

  constructor() {
    const directory = mkdtempSync(join(tmpdir(), "logit-wasm-commands-"));
    process.once("exit", () => rmSync(directory, { recursive: true, force: true }));
    const library = join(directory, "run.mjs");
    const entry = fileURLToPath(new URL("../../src/cli/run.ts", import.meta.url));
    const banner = {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    };
    const common = { bundle: true, format: "esm", platform: "node", target: "node20", banner } as const;
    buildSync({ ...common, entryPoints: [entry], outfile: library, logLevel: "error" });
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    const bridge = new Worker(new URL("bridge.mjs", import.meta.url), {
      workerData: { library, script: cliPath, flag: this.#flag, port: port2 },
      transferList: [port2],
    });
    bridge.unref();
    port1.unref();
  }

  run(directory: string, args: readonly string[], input: string | Uint8Array): Outcome {
    Atomics.store(this.#flag, 0, 0);
    this.#port.postMessage({ directory, args, input });
    Atomics.wait(this.#flag, 0, 0);
    return receiveMessageOnPort(this.#port)?.message;
  }
}

let shared: Commands | undefined;

function commands(): Commands {
  shared ??= new Commands();
  return shared;
}

/** A directory of its own for a test file, in which the commands run, so that messages name files by short names. */
export function workspace() {
  const directory = mkdtempSync(join(tmpdir(), "logit-wasm-cli-"));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  const path = (name: string) => join(directory, name);
  const run = (args: readonly string[], input: string | Uint8Array = ""): Outcome =>
    commands().run(directory, args, input);
  return {
    directory,
    path,
    run,
    write(name: string, content: string | Uint8Array): string {
      writeFileSync(path(name), content);
      return name;
    },
    /** The end of a message that has the command to type in the place of the one that failed. */
    asIn(...words: readonly string[]): string {
      const script = relative(realpathSync(directory), realpathSync(cliPath));
      return `, as in: node ${script} ${words.join(" ")}`;
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
