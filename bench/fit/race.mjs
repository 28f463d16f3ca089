// One data set: every contender climbs its ladders of settings until it reaches the accuracy, then those that did are timed
// in rounds, taking turns, so that a slow second of the machine falls on all of them alike.
import { Child } from "./child.mjs";
import { objective } from "./objective.mjs";

const LOAD_MS = 300_000;
/** Calls before the clock counts, since engines compile hot code late; and the least a turn lasts. */
const WARM_UP_MS = 400;
const TURN_MS = 25;
const ROUNDING = 1e-12;
/** Fewest turns of a contender that is slow. */
const FEWEST_TURNS = 3;
/** A fit may take this many times as long as the fastest of those before, or this long: beyond that nobody waits for it. */
const HOPELESS = 50;
const PATIENCE_MS = 2000;

/**
 * @param limits `{ fitMs, ladderMs, timedMs, turns }`: most for one fit, for all tries of one contender, for its timed turns.
 * A contender without an accuracy takes its first setting, whatever it reaches.
 * @param absent why a group of contenders is not installed, by group; added to
 * @returns a record for each contender: `{ id, status, setting?, suboptimality?, ms?, leastMs?, spread?, turns?, counts? }`, status being
 * "reached", "inaccurate" (no setting does), "slow" or "failed"
 */
export async function race({ contenders, folder, data, best, limits, absent, progress }) {
  const judge = ({ coef, intercept }) => {
    const relative = (objective(data, coef, intercept) - best) / best;
    if (relative < -ROUNDING) throw new Error(`${folder}: a contender is below the reference by ${-relative}`);
    return relative;
  };
  const entries = [];
  for (const contender of contenders) {
    if (absent[contender.group] !== undefined) continue;
    progress(`${contender.id}: settings`);
    let { child, hello } = await open(contender, folder);
    if (hello.missing !== undefined) {
      absent[contender.group] = hello.missing;
      child.close();
      continue;
    }
    const fastestMs = Math.min(...entries.map((entry) => entry.record.firstMs ?? Number.POSITIVE_INFINITY));
    const own = shortened(limits, fastestMs);
    const record = hello.ready ? await climb(child, contender, judge, own) : failure(hello, LOAD_MS);
    // a later ladder was too slow, and the process was ended for it
    if (record.status === "reached" && child.ended) ({ child, hello } = await open(contender, folder));
    const entry = { contender, child, record: { id: contender.id, version: hello.version, ...record }, times: [] };
    if (record.status !== "reached") child.close();
    entries.push(entry);
  }
  const running = entries.filter(({ record }) => record.status === "reached");
  await takeTurns(running, folder, limits, progress);
  for (const entry of running) entry.child.close();
  return entries.map(({ record }) => record);
}

/** Limits for a contender when another needs `fastestMs`. */
function shortened(limits, fastestMs) {
  const part = Math.min(1, Math.max(PATIENCE_MS, HOPELESS * fastestMs) / limits.fitMs);
  return { ...limits, fitMs: part * limits.fitMs, ladderMs: part * limits.ladderMs };
}

/** The first of its commands that runs and has what it needs. */
async function open({ run }, folder) {
  let opened;
  for (const commandFor of run) {
    const { command, args } = commandFor(folder);
    const child = new Child(command, args);
    const hello = await child.ask(undefined, LOAD_MS);
    opened = { child, hello };
    if (hello.ready) break;
    child.close();
  }
  const { child, hello } = opened;
  // no such program is "not installed" too
  return { child, hello: hello.failed?.includes("ENOENT") ? { missing: hello.failed } : hello };
}

/** Each ladder up to the first setting that reaches the accuracy; of those the fastest. */
async function climb(child, { ladders, accuracy }, judge, { fitMs, ladderMs }) {
  const begin = performance.now();
  let closest = Number.POSITIVE_INFINITY;
  let fastest;
  for (const ladder of ladders) {
    for (const setting of ladder) {
      // later ladders are alternatives: without them there is still a result
      if (performance.now() - begin > ladderMs) return fastest ?? { status: "slow", limitMs: ladderMs, closest };
      const answer = await child.ask({ setting, atLeastMs: 0 }, fitMs);
      if (answer.times === undefined) return fastest ?? { ...failure(answer, fitMs), closest };
      const suboptimality = answer.coef.length > 0 ? judge(answer) : undefined;
      if (suboptimality < closest) closest = suboptimality;
      if (accuracy !== undefined && !(suboptimality <= accuracy)) continue;
      // which ladder is the fastest is decided by more than one short fit
      const again = ladders.length > 1 && answer.times[0] < TURN_MS;
      const { times = answer.times } = again ? await child.ask({ setting, atLeastMs: TURN_MS }, fitMs) : answer;
      const firstMs = quantile(times, 0.5);
      if (fastest === undefined || firstMs < fastest.firstMs) {
        fastest = { status: "reached", setting, suboptimality, counts: answer.counts, firstMs };
      }
      break;
    }
  }
  return fastest ?? { status: "inaccurate", closest };
}

function failure({ failed }, limitMs) {
  return failed === undefined ? { status: "slow", limitMs } : { status: "failed", why: failed };
}

async function takeTurns(entries, folder, { fitMs, timedMs, turns }, progress) {
  const turn = async (entry, atLeastMs) => {
    // a process that ended while it waited for its turn gets one more chance
    if (entry.child.ended) entry.child = (await open(entry.contender, folder)).child;
    // a fit may take longer than the one that was tried, but not for ever
    const answer = await entry.child.ask({ setting: entry.record.setting, atLeastMs }, 3 * fitMs);
    if (answer.times === undefined) entry.why = answer.failed ?? "too slow";
    return answer.times;
  };
  for (const entry of entries) {
    progress(`${entry.record.id}: warm-up`);
    const { firstMs } = entry.record;
    const times = firstMs > WARM_UP_MS ? [firstMs] : await turn(entry, WARM_UP_MS);
    entry.turns = Math.max(FEWEST_TURNS, Math.min(turns, Math.floor(timedMs / (times?.at(-1) ?? timedMs))));
  }
  for (let round = 0; round < turns; ++round) {
    for (const entry of entries) {
      if (round >= entry.turns) continue;
      progress(`${entry.record.id}: ${round + 1} of ${entry.turns}`);
      const times = await turn(entry, TURN_MS);
      if (times !== undefined) entry.times.push(quantile(times, 0.5));
    }
  }
  for (const { record, times, why } of entries) {
    if (why !== undefined) record.why = why;
    if (times.length === 0) record.status = "failed";
    else Object.assign(record, summary(times));
  }
}

function quantile(times, q) {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.round(q * (sorted.length - 1))];
}

/** Median of the turns, the distance between their quartiles as a part of it, and the least: on a busy machine they tell. */
function summary(times) {
  const ms = quantile(times, 0.5);
  return {
    ms,
    spread: (quantile(times, 0.75) - quantile(times, 0.25)) / ms,
    leastMs: quantile(times, 0),
    turns: times.length,
  };
}
