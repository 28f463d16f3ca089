/** Strange values in every slot of the public API: `node test/fuzz/strangeValues.mjs`, options as in fits.mjs. */
import { runIfMain } from "./cases.mjs";
import { randomOf } from "./random.mjs";
import { slotsOf } from "./slots.mjs";
import { STRANGE } from "./strange.mjs";

const LONGEST_MESSAGE = 400;
/** Milliseconds that no call with four rows may take. */
const TOO_LONG = 2000;

export function strangeValues() {
  let slots;
  return {
    name: "strangeValues",
    cases: 20_000,
    async attempt(library, number) {
      slots ??= Object.entries(slotsOf(library));
      const random = randomOf(number, "strange");
      const [slot, call] = random.pick(slots);
      const [name, make] = random.pick(STRANGE);
      const [second, makeSecond] = random.pick(STRANGE);
      const what = `${slot} of ${name} (${second})`;
      const started = performance.now();
      let finds = [];
      try {
        const result = await call(make(), makeSecond(), random);
        const wrong = notANumber(result);
        if (wrong !== undefined) finds = [{ kind: "NaN", detail: `${what} gave ${wrong}` }];
      } catch (error) {
        finds = judgeError(error, what);
      }
      const milliseconds = performance.now() - started;
      if (milliseconds > TOO_LONG) finds.push({ kind: "time", detail: `${what}: ${Math.round(milliseconds)} ms` });
      return finds;
    },
  };
}

/** What the value itself throws when it is touched, which is its maker's affair: EvalError, a revoked proxy, a class that is called. */
const OWN = /proxy that has been revoked|cannot be invoked without 'new'/;

/** An error of ours, with a code and one line. */
function judgeError(error, what) {
  if (error instanceof EvalError || OWN.test(error?.message)) return [];
  const named = error?.name === "LogitTypeError" || error?.name === "LogitRangeError";
  if (!named || typeof error.code !== "string") {
    return [{ kind: "no code", detail: `${what}: ${String(error?.message ?? typeof error).slice(0, 200)}` }];
  }
  const { message } = error;
  const control = [...message].some((letter) => letter < " " || letter === "\u2028" || letter === "\u2029");
  if (control) return [{ kind: "lines", detail: `${what}: ${JSON.stringify(message).slice(0, 200)}` }];
  if (message.length > LONGEST_MESSAGE) return [{ kind: "long", detail: `${what}: ${message.length} characters` }];
  return [];
}

/** NaN among the numbers of a model or a prediction. A measure that is not defined may be NaN. */
function notANumber(result) {
  if (result instanceof Float64Array || result instanceof Float32Array) {
    return result.some(Number.isNaN) ? `[${result}]` : undefined;
  }
  if (result?.coef === undefined || result.report === undefined) return undefined;
  const { coef, intercept, report } = result;
  if (![...coef, intercept, report.objective, report.gradientNorm].every(Number.isFinite)) {
    return `coef ${[...coef]}, intercept ${intercept}, objective ${report.objective}`;
  }
  return undefined;
}

await runIfMain(import.meta.url, strangeValues);
