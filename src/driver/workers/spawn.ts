import { text as workerProgram } from "../../../build/workerProgram.js";
import type { Command, Reply } from "./messages.ts";

/** What is heard from a worker. */
export interface Listener {
  reply(reply: Reply): void;
  /** It can answer no more; `what` says why. */
  failure(what: string): void;
}

export interface Channel {
  post(command: Command, transfer: ArrayBuffer[]): void;
  /** Ends the worker, whatever it does. */
  close(): unknown;
}

/** Makes a worker that runs the program; throws where that is not allowed. */
export type Spawn = (listener: Listener) => Channel;

/** How this runtime makes workers, if it has any: Web Workers in browsers, Deno and Bun, worker_threads in Node. */
export async function spawner(): Promise<Spawn | undefined> {
  // edge builds leave it out
  if (workerProgram === "") return undefined;
  if (typeof Worker === "function" && typeof URL.createObjectURL === "function") return spawnWebWorker;
  const threads = (await builtin("worker_threads")) as typeof import("node:worker_threads") | undefined;
  const NodeWorker = threads?.Worker;
  return NodeWorker && ((listener) => spawnThread(NodeWorker, listener));
}

/** How many workers can run at once, as far as the runtime says. */
export async function hardwareThreads(): Promise<number> {
  const { navigator } = globalThis as { navigator?: { hardwareConcurrency?: number } };
  if (navigator?.hardwareConcurrency !== undefined) return navigator.hardwareConcurrency;
  const os = (await builtin("os")) as typeof import("node:os") | undefined;
  return os?.availableParallelism() ?? 1;
}

function spawnWebWorker(listener: Listener): Channel {
  const url = URL.createObjectURL(new Blob([`const port=self;${workerProgram}`], { type: "text/javascript" }));
  try {
    const worker = webWorker(url);
    worker.onmessage = ({ data }) => listener.reply(data);
    worker.onmessageerror = () => listener.failure("a message that cannot be read");
    worker.onerror = (event) => {
      event.preventDefault();
      listener.failure(event.message ?? "an error");
    };
    return {
      post: (command, transfer) => worker.postMessage(command, transfer),
      close: () => {
        worker.terminate();
        URL.revokeObjectURL(url);
      },
    };
  } catch (error) {
    URL.revokeObjectURL(url);
    throw error;
  }
}

function webWorker(url: string): Worker {
  try {
    return new Worker(url);
  } catch {
    // Deno has module workers only; Firefox had none before 114
    return new Worker(url, { type: "module" });
  }
}

function spawnThread(NodeWorker: typeof import("node:worker_threads").Worker, listener: Listener): Channel {
  const program = `const port=require("node:worker_threads").parentPort;${workerProgram}`;
  // without the flags of the process, which may load what is not meant for this program
  const worker = new NodeWorker(program, { eval: true, execArgv: [], env: {} });
  worker.on("message", (data) => listener.reply(data));
  worker.on("messageerror", () => listener.failure("a message that cannot be read"));
  worker.on("error", (error) => listener.failure(error.message));
  worker.on("exit", (code) => listener.failure(`an exit with code ${code}`));
  return { post: (command, transfer) => worker.postMessage(command, transfer), close: () => worker.terminate() };
}

/** A module of Node, without a word that a bundler would look for. */
async function builtin(name: string): Promise<unknown> {
  const { process } = globalThis as { process?: { getBuiltinModule?: (id: string) => unknown } };
  const id = `node:${name}`;
  if (process?.getBuiltinModule !== undefined) return process.getBuiltinModule(id);
  if (process === undefined) return undefined;
  // Node before 20.16
  return import(/* webpackIgnore: true */ /* @vite-ignore */ id).catch(() => undefined);
}
