import { isArray, isList, isObject } from "../check/values.ts";

/** Whether X is a matrix of no rows, of which predictions say nothing: an empty answer of their type. */
export function hasNoRows(X: unknown): boolean {
  if (!isObject(X)) return false;
  if (isArray(X)) return X.length === 0;
  const { data, indices = data, rows, shape = [rows] } = X as Readonly<Record<string, unknown>>;
  return isList(indices) && indices.length === 0 && isArray(shape) && shape[0] === 0;
}
