// A contender in a process of its own, spoken to in lines of JSON: one question, one answer.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** One thread each, and OpenBLAS as fast as it knows to be on this machine. */
function environment() {
  const { OPENBLAS_CORETYPE, OPENBLAS_L2_SIZE, ...rest } = process.env;
  return {
    ...rest,
    OPENBLAS_NUM_THREADS: "1",
    OMP_NUM_THREADS: "1",
    PYTHONWARNINGS: "ignore",
    TF_CPP_MIN_LOG_LEVEL: "3",
  };
}

const running = new Set();
/** Children deep in a fit would not see that the bench is gone. */
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => process.exit(1));
process.on("exit", () => {
  for (const child of running) child.close();
});

export class Child {
  #process;
  #waiting;
  #stderr = "";
  /** Why there will be no more answers. */
  #ended;

  constructor(command, args) {
    this.#process = spawn(command, args, { env: environment(), stdio: ["pipe", "pipe", "pipe"] });
    running.add(this);
    this.#process.on("error", (error) => this.#end(error.message));
    this.#process.on("close", (code, signal) => {
      this.#end(this.#stderr.trim().split("\n").at(-1) || (signal ?? `exit code ${code}`));
    });
    this.#process.stdin.on("error", () => {});
    this.#process.stderr.on("data", (text) => {
      this.#stderr = (this.#stderr + text).slice(-4000);
    });
    createInterface({ input: this.#process.stdout }).on("line", (line) => {
      // libraries print what they like; answers are objects
      if (line.startsWith("{")) this.#answer(JSON.parse(line));
    });
  }

  /** The answer, `{ failed: why }`, or `{ slow: true }` after timeoutMs; the process is ended in these two cases. */
  async ask(question, timeoutMs) {
    if (question !== undefined) this.#process.stdin.write(`${JSON.stringify(question)}\n`);
    if (this.#ended !== undefined) return { failed: this.#ended };
    const answer = await new Promise((resolve) => {
      const timer = setTimeout(() => resolve({ slow: true }), timeoutMs);
      this.#waiting = (value) => {
        clearTimeout(timer);
        resolve(value);
      };
    });
    this.#waiting = undefined;
    if (answer.slow || answer.failed) this.close();
    return answer;
  }

  get ended() {
    return this.#ended !== undefined;
  }

  close() {
    this.#ended ??= "closed";
    this.#process.stdin.end();
    this.#process.kill("SIGKILL");
  }

  #answer(value) {
    this.#waiting?.(value);
  }

  #end(why) {
    running.delete(this);
    this.#ended ??= why;
    this.#answer({ failed: this.#ended });
  }
}
