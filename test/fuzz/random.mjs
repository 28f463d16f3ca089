/**
 * Random numbers of the fuzz: one seed a case, so that a case can be made again alone. Written apart from src, which the
 * fuzz tests.
 */

/** sfc32 (Doty-Humphrey 2010), seeded by a case number and a name, so that two suites never share their numbers. */
export function randomOf(seed, name) {
  let a = 0x9e3779b9;
  let b = seed >>> 0;
  let c = Math.floor(seed / 2 ** 32) >>> 0;
  let counter = 1;
  for (const letter of name) a = Math.imul(a ^ letter.charCodeAt(0), 0x01000193) >>> 0;
  const bits = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  };
  for (let i = 0; i < 15; ++i) bits();
  const uniform = () => bits() / 2 ** 32;
  const random = {
    bits,
    /** In [0, 1). */
    uniform,
    /** A whole number from `low` to `high`, both included. */
    whole: (low, high) => low + Math.floor(uniform() * (high - low + 1)),
    chance: (probability) => uniform() < probability,
    pick: (list) => list[Math.floor(uniform() * list.length)],
    between: (low, high) => low + (high - low) * uniform(),
    /** 10 to a power between those of `low` and `high`. */
    magnitude: (low, high) => 10 ** (low + (high - low) * uniform()),
    /** Box and Muller (1958). */
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    array: (length, make) => Array.from({ length }, (_, i) => make(i)),
  };
  return random;
}

/** The seed of today, so that every day tries other cases and a failure says which. */
export function seedOfToday(now = new Date()) {
  return Number(now.toISOString().slice(0, 10).replaceAll("-", "")) % 100_000_000;
}
