// Times candidates against each other: warm first, then in interleaved rounds, so that a slow second of the machine falls
// on all of them alike.

const WARM_UP_CALLS = 5;
const WARM_UP_MS = 150;
const SAMPLE_MS = 3;
const MOST_BATCHES = 20;

function quantile(sorted, q) {
  return sorted[Math.round(q * (sorted.length - 1))];
}

/** The quantile asked for, and the distance between the quartiles as a part of it. */
function summary(times, q) {
  const sorted = [...times].sort((a, b) => a - b);
  const ms = quantile(sorted, q);
  return { ms, spread: (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / ms };
}

/** Engines compile wasm well only after some work, and in the background: call, then give it time to swap the code. */
async function warmUp(candidates) {
  for (const run of candidates) {
    const until = performance.now() + WARM_UP_MS;
    for (let calls = 0; calls < WARM_UP_CALLS || performance.now() < until; ++calls) {
      run();
      if (calls >= 1 && performance.now() > until + 10 * WARM_UP_MS) break;
    }
  }
  await new Promise((resolve) => setTimeout(resolve, 50));
  for (const run of candidates) await settle(run);
}

/** Until a batch takes as long as the one before it, to a fifth: on a busy machine compiled code arrives late. */
async function settle(run) {
  let before = timeOnce(run, 1);
  for (let batches = 0; batches < MOST_BATCHES; ++batches) {
    const now = timeOnce(run, Math.max(1, Math.ceil(SAMPLE_MS / before)));
    if (now > 0.8 * before) return;
    before = now;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function timeOnce(run, calls) {
  const start = performance.now();
  for (let i = 0; i < calls; ++i) run();
  return (performance.now() - start) / calls;
}

/** `{ name: run }` -> `{ name: { ms, spread, times } }`: ms is the median (or the quantile `q`); `times` is in round order. */
export async function race(candidates, rounds, q = 0.5) {
  const names = Object.keys(candidates);
  await warmUp(Object.values(candidates));
  const callsOf = (run) =>
    Math.max(1, Math.ceil(SAMPLE_MS / Math.min(...Array.from({ length: 5 }, () => timeOnce(run, 1)))));
  const calls = new Map(names.map((name) => [name, callsOf(candidates[name])]));
  const times = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; ++round) {
    for (const name of names) times[name].push(timeOnce(candidates[name], calls.get(name)));
  }
  return Object.fromEntries(names.map((name) => [name, { ...summary(times[name], q), times: times[name] }]));
}
