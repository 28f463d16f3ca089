import { levelsOf, runOf, type ShareRun, ShareSums } from "../../rows/shareSums.ts";
import type { AbortSignalLike } from "../../types.ts";
import { kernelModule } from "../../wasm/kernelModule.ts";
import type { KernelPart } from "../../wasm/kernelParts.ts";
import type { Command, Start } from "./messages.ts";
import { Seat } from "./seat.ts";
import { spawner } from "./spawn.ts";

/** Workers, each of which owns a run of the shares of the rows and answers with the nodes of its run (shareSums.ts). */
export class WorkerTeam {
  readonly size: number;
  readonly #seats: Seat[] = [];
  readonly #signal: AbortSignalLike | undefined;
  readonly #onAbort = (): void => this.#failAll(this.#signal?.reason);

  private constructor(size: number, signal: AbortSignalLike | undefined) {
    this.size = size;
    this.#signal = signal;
    signal?.addEventListener("abort", this.#onAbort);
  }

  /**
   * `size` workers with these parts of the kernel, or nothing where the runtime makes none. When the signal is aborted,
   * whoever waits for an answer gets its reason.
   */
  static async gather(
    size: number,
    parts: readonly KernelPart<object>[],
    signal: AbortSignalLike | undefined,
  ): Promise<WorkerTeam | undefined> {
    const team = new WorkerTeam(size, signal);
    let started = false;
    try {
      if (await team.#start()) {
        const kernel = Object.fromEntries(parts.map((part) => [part.name, kernelModule(part)]));
        started = team.#give({ kind: "start", kernel });
      }
      signal?.throwIfAborted();
      return started ? team : undefined;
    } finally {
      if (!started || signal?.aborted) await team.close();
    }
  }

  /** What a worker is told; the buffers in `transfer` become its own. */
  post(worker: number, command: Command, transfer: ArrayBuffer[] = []): void {
    this.#seats[worker]?.post(command, transfer);
  }

  postAll(command: Command): void {
    for (const seat of this.#seats) seat.post(command);
  }

  /** Which of `shares` shares are those of each worker. */
  runs(shares: number): ShareRun[] {
    return this.#seats.map((_, worker) => runOf(worker, this.size, shares));
  }

  /** The sum over `shares` shares of what the workers were asked for, `length` numbers. */
  async sum(shares: number, length: number): Promise<Float64Array<ArrayBuffer>> {
    const sums = new ShareSums(length);
    for (const [worker, run] of this.runs(shares).entries()) {
      for (const level of levelsOf(run)) {
        const record = await this.#seats[worker]?.next();
        if (record !== undefined) sums.add(record, level);
      }
    }
    return sums.take();
  }

  /** Ends the workers, whatever they do, and is done when they are gone. */
  async close(): Promise<void> {
    this.#signal?.removeEventListener("abort", this.#onAbort);
    await Promise.all(this.#seats.map((seat) => seat.close()));
  }

  /** Whether all of them run. */
  async #start(): Promise<boolean> {
    const spawn = await spawner();
    if (spawn === undefined || this.#signal?.aborted) return false;
    const failAll = (error: Error): void => this.#failAll(error);
    try {
      for (let i = 1; i <= this.size; ++i) this.#seats.push(new Seat(spawn, `worker ${i} of ${this.size}`, failAll));
    } catch {
      // the runtime has workers, but not here
      return false;
    }
    const started = await Promise.all(this.#seats.map((seat) => seat.started()));
    return started.every(Boolean);
  }

  /** Whether the runtime can send it to them. */
  #give(start: Start): boolean {
    try {
      this.postAll(start);
      return true;
    } catch {
      return false;
    }
  }

  #failAll(reason: unknown): void {
    for (const seat of this.#seats) seat.fail(reason);
  }
}
