import type { AbortSignalLike } from "../types.ts";

/**
 * Milliseconds of work on the calling thread after which the event loop has a turn: below the 16 of a frame of a
 * screen.
 */
const MOST_MS = 10;
/**
 * Epochs after which it has one where the clock stands still while code runs (workerd). Chosen without a measurement.
 */
const MOST_EPOCHS = 16;

/**
 * A function to await between pieces of work on the calling thread: gives way to the event loop when there was some 10
 * ms of work since it last did, and throws the signal's reason once it is aborted. It is told how much of an epoch
 * comes next.
 */
export function pacer(signal: AbortSignalLike | undefined): (epochs: number) => Promise<void> {
  let since = performance.now();
  let epochs = 0;
  return async (next) => {
    epochs += next;
    if (epochs >= MOST_EPOCHS || performance.now() - since >= MOST_MS) {
      await nextTask();
      epochs = 0;
      since = performance.now();
    }
    signal?.throwIfAborted();
  };
}

/** A task of the event loop: a promise alone would keep timers, messages and rendering waiting. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { setImmediate } = globalThis as { setImmediate?: (task: () => void) => void };
    if (setImmediate !== undefined) setImmediate(resolve);
    else if (typeof MessageChannel === "undefined") setTimeout(resolve);
    else {
      // a timer would wait for 4 ms in browsers
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(undefined);
    }
  });
}
