/** Random columns of data, of the kinds that people bring and that solvers stumble over. */

/** n columns of m numbers each. */
export function randomColumns(random, m, n) {
  const columns = [];
  const only = random.chance(0.25) ? random.pick([plain, year, small, dummy, skewed, farOff]) : undefined;
  while (columns.length < n) {
    const make = only ?? random.pick(KINDS);
    const made = make(random, m, columns);
    for (const column of made[0]?.length === undefined ? [made] : made) if (columns.length < n) columns.push(column);
  }
  return columns;
}

function plain(random, m) {
  const scale = random.chance(0.5) ? 1 : random.magnitude(-6, 6);
  return random.array(m, () => scale * random.normal());
}

/** Means of up to 1e8 deviations. */
function farOff(random, m) {
  const scale = random.chance(0.5) ? 1 : random.magnitude(-6, 6);
  const mean = random.pick([1, -1]) * random.magnitude(0, 8) * scale;
  return random.array(m, () => mean + scale * random.normal());
}

function year(random, m) {
  const spread = random.whole(1, 12);
  return random.array(m, () => 2000 + random.whole(-spread, spread));
}

/** Whole numbers, far off at times: ids, cents, seconds since 1970. */
function whole(random, m) {
  const mean = random.pick([0, 0, 100, 30_000, 1e6, 31_746_340, 7e8, 1.7e9]);
  const spread = random.pick([1, 2, 10, 1000]);
  return random.array(m, () => mean + random.whole(-spread, spread));
}

function small(random, m) {
  const high = random.whole(1, 3);
  return random.array(m, () => random.whole(0, high));
}

function dummy(random, m) {
  const share = random.uniform();
  const one = random.chance(0.2) ? random.magnitude(-6, 6) : 1;
  return random.array(m, () => (random.chance(share) ? one : 0));
}

/** 1 in one or two rows. */
function rareDummy(random, m) {
  const column = new Array(m).fill(0);
  for (let k = random.whole(1, 2); k > 0; --k) column[random.whole(0, m - 1)] = 1;
  return column;
}

function oneHot(random, m) {
  const levels = random.whole(2, 4);
  const level = random.array(m, () => random.whole(0, levels - 1));
  return random.array(levels, (k) => level.map((value) => (value === k ? 1 : 0)));
}

function skewed(random, m) {
  const width = random.between(1, 4);
  return random.array(m, () => Math.exp(width * random.normal()));
}

function constant(random, m) {
  return new Array(m).fill(random.pick([0, 1, 1, -3, 1e6, 0.1]));
}

function duplicate(random, m, before) {
  if (before.length === 0) return plain(random, m);
  const factor = random.pick([1, 1, 2, -1, 0.1, 1e3]);
  return random.pick(before).map((value) => factor * value);
}

function almostDuplicate(random, m, before) {
  if (before.length === 0) return plain(random, m);
  const of = random.pick(before);
  const noise = random.magnitude(-9, -2) * Math.max(1e-12, ...of.map(Math.abs));
  return of.map((value) => value + noise * random.normal());
}

function combination(random, m, before) {
  if (before.length < 2) return plain(random, m);
  const [one, other] = [random.pick(before), random.pick(before)];
  const factor = random.pick([1, -1, 0.5]);
  return one.map((value, i) => value + factor * other[i]);
}

const KINDS = [
  ...[plain, plain, plain, farOff, year, whole, small, dummy, dummy, rareDummy, oneHot, skewed],
  ...[constant, duplicate, almostDuplicate, combination],
];
