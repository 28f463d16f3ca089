// Sparse rows for bench/sparse.mjs: generated text, and its layout in linear memory with every kernel as a function of nothing.

/** Uniform numbers in (0, 1), the same each time. */
function uniforms() {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
}

/** Terms by Zipf's law, values that make each row of length 1, labels at random. */
export function sparseText(rows, columns, words) {
  const uniform = uniforms();
  const indptr = new Uint32Array(rows + 1);
  const columnOf = [];
  const values = [];
  for (let i = 0; i < rows; ++i) {
    const terms = new Set();
    const length = Math.max(3, Math.round(words * (0.3 + 1.4 * uniform())));
    for (let k = 0; k < length; ++k) terms.add(Math.floor((columns + 1) ** uniform() - 1) % columns);
    const row = Array.from(terms).sort((a, b) => a - b);
    const weights = row.map(() => 0.5 + uniform());
    const norm = Math.sqrt(weights.reduce((sum, x) => sum + x * x, 0));
    for (const [k, column] of row.entries()) {
      columnOf.push(column);
      values.push(weights[k] / norm);
    }
    indptr[i + 1] = columnOf.length;
  }
  return {
    rows,
    columns,
    indptr,
    indices: Uint32Array.from(columnOf),
    data: Float64Array.from(values),
    v: Float64Array.from({ length: rows }, () => (uniform() < 0.5 ? 1 : -1)),
    w: Float64Array.from({ length: columns }, () => uniform() - 0.5),
  };
}

/** The same rows by columns. */
function byColumns({ rows, columns, indptr, indices, data }) {
  const starts = new Uint32Array(columns + 1);
  for (const j of indices) ++starts[j + 1];
  for (let j = 0; j < columns; ++j) starts[j + 1] += starts[j];
  const next = starts.slice();
  const rowOf = new Uint32Array(indices.length);
  const values = new Float64Array(indices.length);
  for (let i = 0; i < rows; ++i) {
    for (let k = indptr[i]; k < indptr[i + 1]; ++k) {
      const at = next[indices[k]]++;
      rowOf[at] = i;
      values[at] = data[k];
    }
  }
  return { indptr: starts, indices: rowOf, data: values };
}

export function csrLinearMemory(kernelModule, bareModule, text, values) {
  const { rows, columns, indptr, indices, data, v, w } = text;
  const memory = new WebAssembly.Memory({ initial: 1 });
  const kernel = new WebAssembly.Instance(kernelModule, { env: { memory } }).exports;
  const bare = new WebAssembly.Instance(bareModule, { env: { memory } }).exports;
  let top = 1024;
  const reserve = (bytes) => {
    const pointer = top;
    top = Math.ceil((top + bytes) / 64) * 64;
    const missing = top - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / 65536));
    return pointer;
  };
  const put = (numbers, padding = 0) => {
    const pointer = reserve(numbers.byteLength + padding);
    new numbers.constructor(memory.buffer, pointer, numbers.length).set(numbers);
    return pointer;
  };
  const valuesOf = (numbers) => {
    if (values === "ones") return 0;
    return put(values === "f32" ? Float32Array.from(numbers) : numbers);
  };
  const indicesOf = (numbers, limit) => put(limit <= 65536 ? Uint16Array.from(numbers) : numbers);
  const indexTypeOf = (limit) => (limit <= 65536 ? "u16" : "u32");

  const indexType = indexTypeOf(columns);
  const from = top;
  const csr = [put(indptr), indicesOf(indices, columns), valuesOf(data)];
  const bytes = Math.floor((top - from) / 128) * 128;
  const columnView = byColumns(text);
  const csc = [put(columnView.indptr), indicesOf(columnView.indices, rows), valuesOf(columnView.data)];
  const vPtr = put(v, 64);
  const dPtr = put(
    v.map(() => 0.2),
    64,
  );
  const zPtr = reserve(rows * 8 + 64);
  const wPtr = put(w);
  const rPtr = put(w);
  const gPtr = reserve(columns * 8);
  const momentsPtr = reserve(columns * 32);
  const outPtr = reserve((columns + 2) * 8);
  const hessianPtr = reserve(columns > 1000 ? 64 : (1 + columns + columns ** 2) * 8);
  const workspacePtr = reserve(kernel.sparse_workspace_bytes());
  const call = (name, type = indexType) => kernel[`${name}_${values}_${type}`];
  const [epoch, forward, backward] = ["epoch", "forward", "backward"].map((name) => call(name));
  const [product, moments, hessian] = ["product", "moments", "hessian"].map((name) => call(name));
  const gatherColumns = call("forward", indexTypeOf(rows));
  return {
    bytes,
    indexType,
    calls: {
      bare: () => bare.or(outPtr, from, bytes),
      epoch: () => epoch(outPtr, workspacePtr, ...csr, vPtr, wPtr, 0, rows, columns, 0.1, true),
      weighted: () => epoch(outPtr, workspacePtr, ...csr, vPtr, wPtr, 0, rows, columns, 0.1, false),
      forward: () => forward(zPtr, ...csr, wPtr, 0, rows, columns, 0.1),
      backward: () => backward(outPtr, ...csr, dPtr, rows, columns),
      gather: () => gatherColumns(gPtr, ...csc, dPtr, 0, columns, rows, 0),
      product: () => product(outPtr, workspacePtr, ...csr, dPtr, rPtr, rows, columns, 0.1),
      moments: () => moments(momentsPtr, ...csr, 0, rows, columns),
      hessian: () => hessian(hessianPtr, ...csr, dPtr, rows, columns),
    },
  };
}
