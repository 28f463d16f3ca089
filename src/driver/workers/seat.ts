import { LogitRangeError } from "../../errors.ts";
import type { Command, Reply } from "./messages.ts";
import type { Channel, Spawn } from "./spawn.ts";

/**
 * Milliseconds that a worker may take to say that it runs. A runtime that cannot make one says so; one that says
 * nothing for this long has none either, and the fit runs without. A safety net, far above what a loaded machine takes.
 */
const MOST_MS_TO_START = 20_000;

/**
 * One worker as the thread that asks sees it: commands go out, records come in, and after a failure nothing else does.
 */
export class Seat {
  readonly #channel: Channel;
  readonly #onFailure: (error: Error) => void;
  /** Records that have arrived and were not read yet. */
  readonly #records: Float64Array<ArrayBuffer>[] = [];
  #wake: () => void = () => {};
  #ready = false;
  #failure: { readonly reason: unknown } | undefined;

  /** @throws whatever the runtime throws that cannot make a worker */
  constructor(spawn: Spawn, name: string, onFailure: (error: Error) => void) {
    this.#onFailure = onFailure;
    this.#channel = spawn({
      reply: (reply) => this.#hear(reply, name),
      failure: (what) => this.#hear({ kind: "failure", code: undefined, message: what }, name),
    });
  }

  /** Whether the worker runs, once that is known. */
  async started(): Promise<boolean> {
    const timer = setTimeout(() => this.fail(new Error("no sign of life")), MOST_MS_TO_START);
    while (!this.#ready && this.#failure === undefined) await this.#news();
    clearTimeout(timer);
    return this.#ready;
  }

  post(command: Command, transfer: ArrayBuffer[] = []): void {
    this.#channel.post(command, transfer);
  }

  /** The next record. @throws what made the worker fail */
  async next(): Promise<Float64Array<ArrayBuffer>> {
    for (;;) {
      if (this.#failure !== undefined) throw this.#failure.reason;
      const record = this.#records.shift();
      if (record !== undefined) return record;
      await this.#news();
    }
  }

  /** The first failure stays. */
  fail(reason: unknown): void {
    this.#failure ??= { reason };
    this.#wake();
  }

  close(): unknown {
    this.fail(new Error("closed"));
    return this.#channel.close();
  }

  #news(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  #hear(reply: Reply, name: string): void {
    if (reply.kind === "nodes") this.#records.push(...reply.records);
    else if (reply.kind === "ready") this.#ready = true;
    else if (this.#failure === undefined) {
      const { code, message } = reply;
      const error =
        code === undefined
          ? new LogitRangeError("WORKER_FAILED", `workers: expected ${name} to answer, got ${message}`)
          : new LogitRangeError(code, message);
      this.fail(error);
      this.#onFailure(error);
    }
    this.#wake();
  }
}
