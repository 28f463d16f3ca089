import threads from "node:worker_threads";
import { afterEach, beforeEach, expect } from "vitest";
import type { Command } from "../../src/driver/workers/messages.ts";

const NodeWorker = threads.Worker;

/** Every worker that was made, whether it is alive, and what it was told. */
export class WatchedWorker extends NodeWorker {
  static all: WatchedWorker[] = [];
  alive = true;
  readonly told: { command: Command; transfer: readonly unknown[] }[] = [];

  constructor(...given: ConstructorParameters<typeof NodeWorker>) {
    super(...given);
    this.on("exit", () => {
      this.alive = false;
    });
    WatchedWorker.all.push(this);
  }

  override postMessage(command: Command, transfer: readonly unknown[] = []): void {
    this.told.push({ command, transfer });
    super.postMessage(command, transfer as ArrayBuffer[]);
  }
}

export const alive = () => WatchedWorker.all.filter((worker) => worker.alive).length;

/** What workers of this test file were told of one kind. */
export function toldOf<Kind extends Command["kind"]>(kind: Kind) {
  return WatchedWorker.all.flatMap(({ told }) => told.filter(({ command }) => command.kind === kind)) as {
    command: Extract<Command, { kind: Kind }>;
    transfer: readonly unknown[];
  }[];
}

/** Watches the workers of each test, none of which may be left over. */
export function watchWorkers(): void {
  beforeEach(() => {
    WatchedWorker.all = [];
    threads.Worker = WatchedWorker;
  });
  afterEach(() => {
    threads.Worker = NodeWorker;
    expect(alive(), "workers that were left over").toBe(0);
  });
}
