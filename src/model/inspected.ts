import type { ModelState } from "../modelFile/modelState.ts";
import type { OptionsJson } from "../modelFile/optionsJson.ts";
import { coefficientsOf } from "./coefficients.ts";

/** Most coefficients that are printed, the largest per deviation first. */
const MOST = 20;

/** What console.log prints of a model. */
export function inspected(state: ModelState | undefined, { l1 = 0, l2, firth }: OptionsJson): string {
  if (state === undefined) return "LogisticRegression (not fitted)";
  const { classes, report, target } = state;
  const [, ...rows] = coefficientsOf(state);
  const size = ({ standardized, estimate }: (typeof rows)[number]): number => Math.abs(standardized ?? estimate ?? 0);
  const largest = [...rows].sort((a, b) => size(b) - size(a)).slice(0, MOST);
  const label = (name: string, level: string | undefined): string => (level === undefined ? name : `${name}=${level}`);
  const width = Math.max(11, ...largest.map(({ name, level }) => label(name, level).length));
  const line = (name: string, estimate: number | null): string =>
    `  ${name.padEnd(width)}  ${estimate === null ? "n/a" : Number(estimate.toPrecision(6))}`;
  const penalty = firth ? "Firth's penalty" : `penalty l1 ${l1}, l2 ${l2 ?? (l1 > 0 ? 0 : "by default")}`;
  const more = rows.length > largest.length ? [`  ... ${rows.length - largest.length} more`] : [];
  return [
    `LogisticRegression: P(${target ?? "y"} = ${JSON.stringify(classes[1])}), not ${JSON.stringify(classes[0])}`,
    report === undefined
      ? "  of known coefficients, without a fit"
      : `  ${penalty}; ${report.converged ? "converged" : `not converged: ${report.reason}`}`,
    line("(intercept)", state.intercept),
    ...largest.map(({ name, level, estimate }) => line(label(name, level), estimate)),
    ...more,
  ].join("\n");
}
