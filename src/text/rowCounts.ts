/** How often each term is in each text, as texts are read: terms are numbers from 0 on. */
export class RowCounts {
  /** In how many texts each term is. */
  readonly documents: number[] = [];
  /** Where the entries of each text begin, and where the last ends. */
  readonly starts: number[] = [0];
  /** The terms of a text in the order in which they first came in it. */
  terms = new Uint32Array(1024);
  counts = new Uint32Array(1024);
  /** The last entry of each term, -1 before the first. */
  readonly #lastEntry: number[] = [];
  #rowStart = 0;
  #entries = 0;

  /** One more of a term in the text that is read. */
  add(term: number): void {
    while (term >= this.documents.length) {
      this.documents.push(0);
      this.#lastEntry.push(-1);
    }
    const last = this.#lastEntry[term] as number;
    if (last >= this.#rowStart) {
      this.counts[last] = (this.counts[last] as number) + 1;
      return;
    }
    const entry = this.#entries++;
    if (entry === this.terms.length) {
      this.terms = twice(this.terms);
      this.counts = twice(this.counts);
    }
    this.terms[entry] = term;
    this.counts[entry] = 1;
    this.#lastEntry[term] = entry;
    this.documents[term] = (this.documents[term] as number) + 1;
  }

  endRow(): void {
    this.#rowStart = this.#entries;
    this.starts.push(this.#entries);
  }
}

function twice(numbers: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const longer = new Uint32Array(2 * numbers.length);
  longer.set(numbers);
  return longer;
}
