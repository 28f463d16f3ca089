import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { kernelBytes } from "../../build/kernelBytes.js";
import { BLOCK_ROWS, SHARE_ROWS } from "../../src/kernel/reference/sums.ts";
import { kernel } from "./support/calls.ts";
import { PRECISIONS } from "./support/sizes.ts";

const FOR_EITHER_PRECISION = [
  "backward_workspace_bytes",
  "block_rows",
  "epoch_rows_workspace_bytes",
  "epoch_workspace_bytes",
  "heap_base",
  "memory",
  "over_read_bytes",
  "product_rows_workspace_bytes",
  "product_workspace_bytes",
  "share_rows",
];
const FOR_EACH_PRECISION = [
  "backward_dense",
  "centre_dense",
  "epoch_dense",
  "epoch_rows",
  "forward_dense",
  "forward_rows",
  "hessian_dense",
  "hessian_rows",
  "hessian_rows_workspace_bytes",
  "hessian_workspace_bytes",
  "loss",
  "moments_rows",
  "pack_dense",
  "panel_rows",
  "panels_bytes",
  "product_dense",
  "product_rows",
  "row_vector_bytes",
  "sigmoid",
];

describe("the kernel module", () => {
  const module = new WebAssembly.Module(kernelBytes);

  it("imports nothing", () => {
    expect(WebAssembly.Module.imports(module)).toEqual([]);
  });

  it("exports the ABI and nothing else", () => {
    const typed = FOR_EACH_PRECISION.flatMap((name) => PRECISIONS.map((precision) => `${name}_${precision}`));
    const exported = WebAssembly.Module.exports(module).map(({ name }) => name);
    expect(exported.sort()).toEqual([...FOR_EITHER_PRECISION, ...typed].sort());
  });

  it("is under 32 KiB", () => {
    const { length } = readFileSync(new URL("../../build/kernel.wasm", import.meta.url));
    expect(length).toBeLessThan(32 * 1024);
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
