import { oneLine } from "../failure.ts";

/** One line on stderr that is written over and over, where stderr is a terminal, and notes, which stay. */
export class Progress {
  readonly #wanted: boolean;
  readonly #enabled: boolean;
  #lastShownMs = 0;
  #isShown = false;

  constructor(wanted: boolean) {
    this.#wanted = wanted;
    this.#enabled = wanted && process.stderr.isTTY === true;
  }

  get enabled(): boolean {
    return this.#enabled;
  }

  /** At most ten times a second; `text` is not called when nothing would be shown. */
  show(text: () => string): void {
    if (!this.#enabled) return;
    const now = performance.now();
    if (now - this.#lastShownMs < 100) return;
    this.#lastShownMs = now;
    this.#isShown = true;
    const width = (process.stderr.columns || 80) - 1;
    process.stderr.write(`\r\u001b[K${text().slice(0, width)}`);
  }

  /** A line that stays, on a terminal or not; nothing where there is nothing to say. */
  note(text: string | undefined): void {
    this.clear();
    if (this.#wanted && text !== undefined) process.stderr.write(`logit-wasm: ${oneLine(text)}\n`);
  }

  clear(): void {
    if (this.#isShown) process.stderr.write("\r\u001b[K");
    this.#isShown = false;
  }
}
