// The yardstick of bench/kernel.mjs, not part of the kernel: the cheapest loops that touch every byte with 128-bit loads.
// Eight loads per 128 bytes into four accumulators; the results are stored at outPtr, so no load is dead.

/** Bitwise or: one cycle of latency, so that nothing but the loads can limit it. */
export function or(outPtr: usize, ptr: usize, bytes: usize): void {
  let a = i32x4.splat(0);
  let b = a;
  let c = a;
  let d = a;
  for (const end = ptr + bytes; ptr < end; ptr += 128) {
    a = v128.or(a, v128.load(ptr));
    b = v128.or(b, v128.load(ptr, 16));
    c = v128.or(c, v128.load(ptr, 32));
    d = v128.or(d, v128.load(ptr, 48));
    a = v128.or(a, v128.load(ptr, 64));
    b = v128.or(b, v128.load(ptr, 80));
    c = v128.or(c, v128.load(ptr, 96));
    d = v128.or(d, v128.load(ptr, 112));
  }
  v128.store(outPtr, v128.or(v128.or(a, b), v128.or(c, d)));
}

/** f32 addition: three or four cycles of latency, but sometimes better company for the prefetcher. */
export function add(outPtr: usize, ptr: usize, bytes: usize): void {
  let a = f32x4.splat(0);
  let b = a;
  let c = a;
  let d = a;
  for (const end = ptr + bytes; ptr < end; ptr += 128) {
    a = f32x4.add(a, v128.load(ptr));
    b = f32x4.add(b, v128.load(ptr, 16));
    c = f32x4.add(c, v128.load(ptr, 32));
    d = f32x4.add(d, v128.load(ptr, 48));
    a = f32x4.add(a, v128.load(ptr, 64));
    b = f32x4.add(b, v128.load(ptr, 80));
    c = f32x4.add(c, v128.load(ptr, 96));
    d = f32x4.add(d, v128.load(ptr, 112));
  }
  v128.store(outPtr, f32x4.add(f32x4.add(a, b), f32x4.add(c, d)));
}
