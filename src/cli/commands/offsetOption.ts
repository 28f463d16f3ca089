import { usageFailure } from "../failure.ts";
import type { NamedModel } from "../read/modelFile.ts";

/** The column of --offset, which a model that was fitted with offsets needs, and no other one takes. */
export function offsetOf({ label, offsets }: NamedModel, column: string | undefined): string | undefined {
  if (offsets && column === undefined) {
    throw usageFailure(`${label} was fitted with an offset: give the column that holds it as --offset`);
  }
  return column;
}
