import type { Precision } from "../types.ts";
import { instantiateKernel } from "./instantiate.ts";
import type { MathematicsExports, Pointer } from "./kernelExports.ts";
import { type KernelPart, mathematics } from "./kernelParts.ts";
import { orOutOfMemory } from "./outOfMemory.ts";

const PAGE_BYTES = 65536;
const LARGEST_BYTES = 2 ** 32;
/**
 * Where reservations begin, in bytes. No part of the kernel has static data, which would lie here, and the loads of all
 * parts are folded on the promise that no pointer is below 1024 (assembly/foldOffsets.mjs).
 */
const HEAP_BASE = 1024;

/**
 * The one owner of a linear memory and of the instances of the kernel's parts that work on it: a stack of reservations,
 * each aligned to 64 bytes. Reserve everything first, then make views, then call: a reservation may grow memory, which
 * detaches every view.
 */
export class Arena {
  readonly kernel: MathematicsExports;
  readonly #memory: WebAssembly.Memory;
  /** Instances by the names of their parts. */
  readonly #instances: Record<string, object> = {};
  #top: Pointer = HEAP_BASE;

  constructor() {
    this.#memory = orOutOfMemory("a new linear memory", () => new WebAssembly.Memory({ initial: 1 }));
    this.kernel = this.kernelOf(mathematics);
  }

  /** The instance of a part of the kernel, made on first use. */
  kernelOf<Exports extends object>(part: KernelPart<Exports>): Exports {
    this.#instances[part.name] ??= orOutOfMemory("an instance of the kernel", () =>
      instantiateKernel(part, this.#memory),
    );
    return this.#instances[part.name] as Exports;
  }

  /** Where the next reservation begins; pass it to `release` to give back all that came after. */
  get top(): Pointer {
    return this.#top;
  }

  get byteLength(): number {
    return this.#memory.buffer.byteLength;
  }

  /** @throws LogitRangeError OUT_OF_MEMORY when memory cannot grow; the arena stays as it was. */
  reserve(bytes: number): Pointer {
    const pointer = this.#top;
    const end = aligned(pointer + bytes);
    const missing = end - this.byteLength;
    if (missing > 0) this.#grow(missing, bytes);
    this.#top = end;
    return pointer;
  }

  /** Frees every reservation at or above `top`. Memory stays touched for the next one. */
  release(top: Pointer): void {
    this.#top = top;
  }

  bytes(pointer: Pointer, length: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#memory.buffer as ArrayBuffer, pointer, length);
  }

  float64(pointer: Pointer, length: number): Float64Array<ArrayBuffer> {
    return new Float64Array(this.#memory.buffer as ArrayBuffer, pointer, length);
  }

  /** `length` numbers of the kernel's type. Good until the next reservation. */
  view(precision: Precision, pointer: Pointer, length: number): Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer> {
    if (precision === "f64") return this.float64(pointer, length);
    return new Float32Array(this.#memory.buffer as ArrayBuffer, pointer, length);
  }

  /**
   * Grows memory by a sixteenth at least, for arenas that grow little by little: each growth makes a new buffer, and
   * may make the engine collect garbage. Memory that is not touched is not there yet.
   */
  #grow(missing: number, asked: number): void {
    const ample = Math.max(missing, this.byteLength / 16);
    try {
      if (this.byteLength + ample <= LARGEST_BYTES) {
        this.#memory.grow(Math.ceil(ample / PAGE_BYTES));
        return;
      }
    } catch {
      // a smaller growth, by what is needed alone, may still succeed
    }
    orOutOfMemory(`${asked} more bytes beside ${this.byteLength}`, () => {
      if (this.byteLength + missing > LARGEST_BYTES) throw new RangeError("a linear memory ends at 4 GiB");
      this.#memory.grow(Math.ceil(missing / PAGE_BYTES));
    });
  }
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / 64) * 64;
}
