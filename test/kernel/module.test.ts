import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { BLOCK_ROWS, SHARE_ROWS } from "../../src/kernel/layout.ts";
import { bytesOf } from "../../src/wasm/embeddedBytes.ts";
import { mathematics, solvers, sparse } from "../../src/wasm/kernelParts.ts";
import { kernel } from "./support/calls.ts";
import { PRECISIONS } from "./support/sizes.ts";

interface Abi {
  readonly forEither: string[];
  readonly forEach: string[];
}

const MATHEMATICS: Abi = {
  forEither: ["backward_workspace_bytes", "block_rows", "heap_base", "over_read_bytes", "share_rows"],
  forEach: [
    "backward_panels",
    "centre_panels",
    "forward_panels",
    "forward_rows",
    "loss",
    "pack_panels",
    "panel_rows",
    "panels_bytes",
    "row_vector_bytes",
    "sigmoid",
  ],
};
const SOLVERS: Abi = {
  forEither: [
    "epoch_rows_workspace_bytes",
    "epoch_workspace_bytes",
    "product_rows_workspace_bytes",
    "product_workspace_bytes",
  ],
  forEach: [
    "epoch_panels",
    "epoch_rows",
    "hessian_panels",
    "hessian_rows",
    "hessian_rows_workspace_bytes",
    "hessian_workspace_bytes",
    "moments_rows",
    "product_panels",
    "product_rows",
  ],
};

const SPARSE_KERNELS = ["backward", "epoch", "forward", "hessian", "moments", "product"];
const SPARSE: Abi = {
  forEither: [
    "curvature_rows",
    "sparse_workspace_bytes",
    ...SPARSE_KERNELS.flatMap((name) =>
      ["f32", "f64", "ones"].flatMap((v) => [`${name}_${v}_u16`, `${name}_${v}_u32`]),
    ),
  ],
  forEach: [],
};

/** What a module of these parts exports, and nothing else. */
function namesOf(...parts: Abi[]): string[] {
  const typed = parts.flatMap(({ forEach }) => forEach.flatMap((name) => PRECISIONS.map((p) => `${name}_${p}`)));
  return ["memory", ...parts.flatMap(({ forEither }) => forEither), ...typed].sort();
}

/** The numbers of a module's sections: 10 is the code, 11 static data. */
function sections(bytes: Uint8Array): number[] {
  const found: number[] = [];
  let at = 8;
  while (at < bytes.length) {
    found.push(bytes[at++] ?? 0);
    let length = 0;
    for (let shift = 0, more = true; more; shift += 7) {
      const byte = bytes[at++] ?? 0;
      length += (byte & 127) * 2 ** shift;
      more = byte > 127;
    }
    at += length;
  }
  return found;
}

const whole = readFileSync(new URL("../../build/kernel.wasm", import.meta.url));

describe.each([
  { name: "the mathematics", bytes: bytesOf(mathematics.text), names: namesOf(MATHEMATICS) },
  { name: "the solvers", bytes: bytesOf(solvers.text), names: namesOf(SOLVERS) },
  { name: "sparse rows", bytes: bytesOf(sparse.text), names: namesOf(SPARSE) },
  { name: "the whole kernel", bytes: new Uint8Array(whole), names: namesOf(MATHEMATICS, SOLVERS, SPARSE) },
])("the module of $name", ({ bytes, names }) => {
  const module = new WebAssembly.Module(bytes);

  it("imports the memory and nothing else", () => {
    expect(WebAssembly.Module.imports(module)).toEqual([{ module: "env", name: "memory", kind: "memory" }]);
  });

  it("exports the ABI and nothing else", () => {
    expect(
      WebAssembly.Module.exports(module)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(names);
  });

  it("has no static data, which would meet that of others in the memory that they share", () => {
    expect(sections(bytes)).toContain(10);
    expect(sections(bytes)).not.toContain(11);
  });
});

describe.each(["mathematics", "solvers", "sparse"])("the asserts of the %s", (part) => {
  const kernelsOf = (file: string): [string, (...given: number[]) => unknown][] => {
    const bytes = readFileSync(new URL(`../../build/${file}`, import.meta.url));
    const memory = new WebAssembly.Memory({ initial: 4 });
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
    const kernels = Object.entries(exports).filter(
      ([name]) => !/_bytes|_base|^(block|share)_rows$|^panel_rows|^memory$/.test(name),
    );
    return kernels as [string, (...given: number[]) => unknown][];
  };

  it("trap where a kernel of the debug build is given a pointer that is no multiple of 64, or a negative number of rows", () => {
    const debug = kernelsOf(`kernel.${part}.debug.wasm`);
    expect(debug.length).toBeGreaterThan(10);
    for (const [name, kernel] of debug) {
      const zeros = new Array<number>(kernel.length).fill(0);
      expect(() => kernel(...zeros), name).not.toThrow();
      expect(() => kernel(8, ...zeros.slice(1)), name).toThrow(WebAssembly.RuntimeError);
      expect(() => kernel(...zeros.map((_, i) => (i < 2 ? 0 : -64))), name).toThrow(WebAssembly.RuntimeError);
    }
  });

  it("are gone from the release build", () => {
    for (const [name, kernel] of kernelsOf(`kernel.${part}.wasm`)) {
      const zeros = new Array<number>(kernel.length).fill(0);
      expect(() => kernel(8, ...zeros.slice(1)), name).not.toThrow();
    }
  });
});

describe("the sizes", () => {
  // edge runtimes, which import it, do not compile what they do not use
  it("of the whole kernel is under 60 KiB", () => expect(whole.length).toBeLessThan(60 * 1024));

  it("of the mathematics is under 16 KiB", () => {
    const { length } = readFileSync(new URL("../../build/kernel.mathematics.wasm", import.meta.url));
    expect(length).toBeLessThan(16 * 1024);
  });
});

describe("the module of sparse rows", () => {
  it("is under 32 KiB, and 6.5 KiB after gzip", () => {
    const bytes = readFileSync(new URL("../../build/kernel.sparse.wasm", import.meta.url));
    expect(bytes.length).toBeLessThan(32 * 1024);
    expect(gzipSync(bytes, { level: 9 }).length).toBeLessThan(6.5 * 1024);
  });
});

describe("the layout", () => {
  it("has the blocks and shares of the reference, a share being whole blocks", () => {
    expect(kernel.block_rows()).toBe(BLOCK_ROWS);
    expect(kernel.share_rows()).toBe(SHARE_ROWS);
    expect(SHARE_ROWS % BLOCK_ROWS).toBe(0);
  });

  it("has panels whose columns are lines of 64 bytes", () => {
    expect(kernel.panel_rows_f32()).toBe(16);
    expect(kernel.panel_rows_f64()).toBe(8);
  });

  it.each(PRECISIONS)("counts whole panels, and the over-read after them, in %s", (precision) => {
    const panelRows = kernel[`panel_rows_${precision}` as const]();
    for (let rows = 0; rows <= 3 * panelRows; ++rows) {
      const panels = Math.ceil(rows / panelRows);
      expect(kernel[`row_vector_bytes_${precision}` as const](rows)).toBe(panels * 64);
      const bytes = kernel[`panels_bytes_${precision}` as const](rows, 7);
      expect(bytes).toBe(panels * 7 * 64 + kernel.over_read_bytes());
    }
  });
});
