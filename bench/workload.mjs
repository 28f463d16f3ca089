// One seeded data set, three ways: row-major in a JavaScript array, as panels in the kernel's memory, and room for a
// window through which the first streams into the second.

const PAGE_BYTES = 65536;
const WINDOW_BYTES = 256 * 1024;
const BYTES = { f32: 4, f64: 8 };
const ARRAYS = { f32: Float32Array, f64: Float64Array };

/** Mulberry32 (Tommy Ettinger, 2017), in [-1, 1). */
export function generator(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) / 2 ** 31;
  };
}

/** Hands out 64-byte aligned ranges of linear memory from `base` on. */
function arena(base) {
  let next = (base + 63) & ~63;
  return {
    take(bytes) {
      const at = next;
      next = Math.ceil((next + bytes) / 64) * 64;
      return at;
    },
    end: () => next,
  };
}

/** The kernel's functions of one data type without their suffix, and those that have none. */
function typed(exports, dtype) {
  const names = Object.keys(exports).filter((name) => !name.endsWith("_f32") && !name.endsWith("_f64"));
  const own = Object.keys(exports).filter((name) => name.endsWith(`_${dtype}`));
  return Object.fromEntries([
    ...names.map((name) => [name, exports[name]]),
    ...own.map((name) => [name.slice(0, -4), exports[name]]),
  ]);
}

/** `plainEpoch` as in plain.mjs, of the data type's own: one that has seen both would run slower for it. */
export function createWorkload({ kernelModule, bareModule, plainEpoch, dtype, rows, columns, seed = 20250101 }) {
  const { exports } = new WebAssembly.Instance(kernelModule, {
    env: { memory: new WebAssembly.Memory({ initial: 1 }) },
  });
  const kernel = typed(exports, dtype);
  const { memory } = kernel;
  const bytes = BYTES[dtype];
  const Numbers = ARRAYS[dtype];
  const blockRows = kernel.block_rows();
  const shareRows = kernel.share_rows();
  const windowRows = Math.max(1, Math.floor(WINDOW_BYTES / (columns * bytes * blockRows))) * blockRows;
  const xBytes = rows * columns * bytes;

  const space = arena(kernel.heap_base());
  space.take(1024);
  const out = space.take((2 + columns) * 8);
  const hessian = space.take((1 + columns) * (1 + columns) * 8);
  const workspace = space.take(
    Math.max(
      kernel.epoch_rows_workspace_bytes(columns),
      kernel.hessian_workspace_bytes(),
      kernel.backward_workspace_bytes(columns),
    ),
  );
  const w = space.take((columns + 4) * bytes);
  const w64 = space.take((columns + 4) * 8);
  const centre = space.take((columns + 4) * bytes);
  const scale = space.take((columns + 4) * bytes);
  const v = space.take(kernel.row_vector_bytes(rows));
  const z = space.take(windowRows * 8);
  const window = space.take(windowRows * columns * bytes + kernel.over_read_bytes());
  const panels = space.take(kernel.panels_bytes(rows, columns) + kernel.over_read_bytes());
  memory.grow(Math.ceil((space.end() - memory.buffer.byteLength) / PAGE_BYTES) + 1);
  const view = (Numbers, at, length) => new Numbers(memory.buffer, at, length);
  const bare = new WebAssembly.Instance(bareModule, { env: { memory } }).exports;

  const random = generator(seed);
  const data = new Numbers(rows * columns);
  for (let i = 0; i < data.length; ++i) data[i] = 2 * random();
  const y = Float64Array.from({ length: rows }, () => (random() > 0 ? 1 : 0));
  const weights = Float64Array.from({ length: columns }, () => random() / Math.sqrt(columns));
  const b = 0.1;
  view(Numbers, v, rows).set(y.map((label) => (label === 1 ? -1 : 1)));
  view(Numbers, w, columns).set(weights);
  view(Float64Array, w64, columns).set(weights);
  view(Numbers, scale, columns).fill(1);

  const windowView = view(Numbers, window, windowRows * columns);
  const gradient = new Float64Array(columns);
  const probabilities = new Float64Array(rows);
  const zView = view(Float64Array, z, windowRows);
  const panelsAt = (row) => panels + row * columns * bytes;
  const vAt = (row) => v + row * bytes;
  let sink = 0;

  /** Calls `use(first, count)` for each window of rows, copied in and zero-padded to whole blocks. */
  function stream(use) {
    for (let first = 0; first < rows; first += windowRows) {
      const count = Math.min(windowRows, rows - first);
      const numbers = count * columns;
      windowView.set(data.subarray(first * columns, first * columns + numbers));
      if (count < windowRows) windowView.fill(0, numbers);
      use(first, count);
    }
  }

  function overShares(use) {
    for (let first = 0; first < rows; first += shareRows) use(first, Math.min(shareRows, rows - first));
  }

  stream((first, count) => kernel.pack_panels(panelsAt(first), window, centre, scale, count, columns));

  const resident = (unit, inStep) =>
    overShares((first, count) => {
      kernel.epoch_panels(out, workspace, panelsAt(first), vAt(first), w, count, columns, b, unit, inStep);
      sink += view(Float64Array, out, 1)[0];
    });

  return {
    xBytes,
    sink: () => sink,
    hessianFlops: rows * columns * (columns + 1),
    bareOr: () => bare.or(out, panels, xBytes),
    bareAdd: () => bare.add(out, panels, xBytes),
    epoch: () => resident(1, 0),
    epochInStep: () => resident(1, 1),
    epochWeighted: () => resident(0, 0),
    epochWeightedInStep: () => resident(0, 1),
    epochWindowed: () =>
      stream((first, count) => {
        kernel.epoch_rows(out, workspace, window, vAt(first), w, centre, scale, count, columns, b, 1);
        sink += view(Float64Array, out, 1)[0];
      }),
    plain: () => {
      sink += plainEpoch(gradient, data, y, weights, b, rows, columns).loss;
    },
    hessian: () =>
      overShares((first, count) => {
        kernel.hessian_panels(hessian, workspace, panelsAt(first), vAt(first), w, count, columns, b);
        sink += view(Float64Array, hessian, 1)[0];
      }),
    predict: () =>
      stream((first, count) => {
        kernel.forward_rows(z, window, w64, count, columns, b);
        exports.sigmoid_f64(z, z, count);
        probabilities.set(count === windowRows ? zView : zView.subarray(0, count), first);
        sink += probabilities[first];
      }),
  };
}
