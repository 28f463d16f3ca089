import { nameKey } from "../../csv/names.ts";
import { usageFailure } from "../failure.ts";
import type { NamedModel } from "../read/modelFile.ts";

/** The columns that count successes and failures, in place of a target. */
export interface GroupedColumns {
  readonly successes: string;
  readonly failures: string;
}

/** What the two options say; undefined where neither was given. They stand in place of --target. */
export function groupedColumns({
  successes,
  failures,
  target,
}: {
  readonly successes?: string | undefined;
  readonly failures?: string | undefined;
  readonly target?: string | undefined;
}): GroupedColumns | undefined {
  if (successes === undefined && failures === undefined) return undefined;
  if (successes === undefined || failures === undefined) {
    const [given, other] = successes === undefined ? ["--failures", "--successes"] : ["--successes", "--failures"];
    throw usageFailure(`${given}: expected ${other} beside it`);
  }
  if (target !== undefined) throw usageFailure("--target and --successes: expected one of them, got both");
  if (nameKey(successes) === nameKey(failures)) {
    throw usageFailure("--failures: expected another column than that of --successes");
  }
  return { successes, failures };
}

/** The columns that a model was trained on, if it was trained on counts. */
export function groupedIn({ provenance }: Pick<NamedModel, "provenance">): GroupedColumns | undefined {
  const { successes, failures } = provenance;
  return typeof successes === "string" && typeof failures === "string" ? { successes, failures } : undefined;
}

/** What is predicted, as people read it. */
export function groupedTarget({ successes, failures }: GroupedColumns): string {
  return `${successes.trim()} of ${successes.trim()} + ${failures.trim()}`;
}
