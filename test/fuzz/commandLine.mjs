/** What the fuzz's scripts take: `--seed`, `--cases`, `--case`, `--library`, `--most`, `--dump`, `--verbose`. */
import { parseArgs } from "node:util";
import { seedOfToday } from "./random.mjs";

export function optionsOf(args) {
  const text = { type: "string" };
  const { values } = parseArgs({
    args,
    options: {
      ...{ seed: text, cases: text, case: text, library: text, most: text, seconds: text },
      dump: { type: "boolean" },
      verbose: { type: "boolean" },
    },
  });
  const number = (name) => (values[name] === undefined ? undefined : Number(values[name]));
  return {
    seed: number("seed") ?? seedOfToday(),
    cases: number("cases"),
    only: number("case"),
    most: number("most"),
    seconds: number("seconds"),
    library: values.library,
    dump: values.dump === true,
    verbose: values.verbose === true,
  };
}
