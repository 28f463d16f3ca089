import type { Precision } from "../../../src/types.ts";
import type { MathematicsExports, Pointer } from "../../../src/wasm/kernelExports.ts";
import type { Numbers } from "../reference/arithmetic.ts";

/** At least what a kernel may read past its panels (over_read_bytes), on either side of every buffer. */
const GUARD_BYTES = 512;
const ALIGNMENT = 64;
const PAGE_BYTES = 65536;

/**
 * Signalling NaNs: a kernel that uses what it reads past its rows gives NaN, and one that adds to what lies outside its buffers
 * changes it, if only by making the NaN quiet.
 */
const POISON: Record<Precision, bigint> = { f32: 0x7fa5a5a5_7fa5a5a5n, f64: 0x7ff4a5a5_a5a5a5a5n };

/** What is needed of the kernel here. */
interface Kernel extends Pick<MathematicsExports, "heap_base"> {
  readonly memory: WebAssembly.Memory;
}

interface Range {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Linear memory laid out anew for one test case, poisoned around every buffer and inside every output. `call` proves that
 * nothing but the outputs has changed: neither the guards nor the inputs nor what lies below the heap.
 */
export class Arena {
  readonly #kernel: Kernel;
  readonly #poison: bigint;
  readonly #outputs: Range[] = [];
  #end: number;

  constructor(kernel: Kernel, precision: Precision) {
    this.#kernel = kernel;
    this.#poison = POISON[precision];
    this.#end = Math.ceil((kernel.heap_base() >>> 0) / ALIGNMENT) * ALIGNMENT;
    this.#poisonTo(this.#end + GUARD_BYTES);
  }

  /** A buffer that the kernel may read. */
  input(values: Numbers): Pointer {
    const pointer = this.#reserve(values.byteLength);
    this.#bytes(pointer, values.byteLength).set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    return pointer;
  }

  /** A buffer that the kernel may write, and read where it has written. */
  output(name: string, bytes: number): Pointer {
    const start = this.#reserve(bytes);
    this.#outputs.push({ name, start, end: start + bytes });
    return start;
  }

  /** A record that the kernel adds to. */
  record(name: string, values: Numbers): Pointer {
    const start = this.input(values);
    this.#outputs.push({ name, start, end: start + values.byteLength });
    return start;
  }

  call<T>(kernelCall: () => T): T {
    const before = this.#bytes(0, this.#end).slice();
    const result = kernelCall();
    const after = this.#bytes(0, this.#end);
    let start = 0;
    for (const output of [...this.#outputs, { start: this.#end, end: this.#end }]) {
      const kept = after.subarray(start, output.start);
      if (Buffer.compare(kept, before.subarray(start, output.start)) !== 0) {
        const at = start + kept.findIndex((byte, i) => byte !== before[start + i]);
        throw new Error(`the kernel wrote at ${at}, outside ${this.#describeOutputs()}`);
      }
      start = output.end;
    }
    return result;
  }

  /** A copy of `length` numbers. */
  read(precision: Precision, pointer: Pointer, length: number): Numbers {
    const { buffer } = this.#kernel.memory;
    return precision === "f32"
      ? new Float32Array(buffer, pointer, length).slice()
      : new Float64Array(buffer, pointer, length).slice();
  }

  readRecord(pointer: Pointer, length: number): Float64Array {
    return new Float64Array(this.#kernel.memory.buffer, pointer, length).slice();
  }

  #reserve(bytes: number): Pointer {
    const pointer = this.#end;
    const padded = Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
    this.#poisonTo(pointer + padded + GUARD_BYTES);
    return pointer;
  }

  #poisonTo(end: number): void {
    const missing = end - this.#kernel.memory.buffer.byteLength;
    if (missing > 0) this.#kernel.memory.grow(Math.ceil(missing / PAGE_BYTES));
    new BigUint64Array(this.#kernel.memory.buffer, this.#end, (end - this.#end) / 8).fill(this.#poison);
    this.#end = end;
  }

  #bytes(start: number, length: number): Uint8Array {
    return new Uint8Array(this.#kernel.memory.buffer, start, length);
  }

  #describeOutputs(): string {
    return this.#outputs.map(({ name, start, end }) => `${name} [${start}, ${end})`).join(", ");
  }
}
