/** Tests of what a value from outside is. None of them throws, not even at a Proxy that was revoked. */
import type { Label, Typed } from "../types.ts";

export function isArray(value: unknown): value is readonly unknown[] {
  try {
    return Array.isArray(value);
  } catch {
    return false;
  }
}

/** An object whose entries can be read: none of a revoked Proxy can. */
export function isObject(value: unknown): value is object {
  try {
    Array.isArray(value); // throws at a revoked Proxy and at nothing else
    return typeof value === "object" && value !== null;
  } catch {
    return false;
  }
}

/** "[object Map]" of a Map of any realm; empty where a Proxy or a getter throws. */
export function tagOf(value: unknown): string {
  try {
    return Object.prototype.toString.call(value);
  } catch {
    return "";
  }
}

/** An array or a typed array. */
export function isList(value: unknown): value is ArrayLike<unknown> {
  return isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

export function isLabel(value: unknown): value is Label {
  return typeof value === "string" || typeof value === "boolean" || Number.isFinite(value);
}

/** Whether it is a typed array of numbers, integers included; those of bigints hold none. */
export function isTyped(value: unknown): value is Typed {
  return ArrayBuffer.isView(value) && /t\d\d?(?:Clamped)?Array\]$/.test(tagOf(value)) && !/Big/.test(tagOf(value));
}
