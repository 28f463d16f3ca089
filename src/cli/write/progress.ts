/** One line on stderr that is written over and over; nothing at all where stderr is no terminal. */
export class Progress {
  readonly #enabled: boolean;
  #lastShownMs = 0;
  #isShown = false;

  constructor(wanted: boolean) {
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

  clear(): void {
    if (this.#isShown) process.stderr.write("\r\u001b[K");
    this.#isShown = false;
  }
}
