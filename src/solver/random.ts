/**
 * Mulberry32 (T. Ettinger, 2017): 32 bits of state, integer arithmetic only, so that a seed means the same split in
 * every engine. Returns numbers in [0, 1) with 32 random bits each.
 */
export function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A new random order of `rows`, in place (Fisher and Yates 1938; Durstenfeld 1964). */
export function shuffle(rows: Uint32Array, random: () => number): void {
  for (let last = rows.length - 1; last > 0; --last) {
    const other = Math.floor(random() * (last + 1));
    const row = rows[other] ?? 0;
    rows[other] = rows[last] ?? 0;
    rows[last] = row;
  }
}
