import { describe, expect, it } from "vitest";
import { shown } from "../src/errors.ts";

/** An object whose class has that name. */
function classNamed(name: unknown): object {
  const type = class {};
  Object.defineProperty(type, "name", { value: name });
  return new type();
}

function throwing(): never {
  throw new Error("not to be seen");
}

function revoked(target: object): object {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

describe("how a refused value is shown", () => {
  const cases: [what: string, value: unknown, text: string][] = [
    ["undefined", undefined, "undefined"],
    ["null", null, "null"],
    ["true", true, "true"],
    ["NaN", Number.NaN, "NaN"],
    ["-0", -0, "-0"],
    ["0", 0, "0"],
    ["a number", -1.5e300, "-1.5e+300"],
    ["a text", "spam", '"spam"'],
    ["a text of lines", "a\nb\r\tc\u2028d\u0000e", '"a b  c d e"'],
    ["a long text", "x".repeat(1000), `"${"x".repeat(40)}..."`],
    ["a bigint", 12n, "12n"],
    ["a long bigint", 10n ** 1000n, `1${"0".repeat(39)}...`],
    ["a symbol", Symbol("a\nb"), "Symbol(a b)"],
    ["a long symbol", Symbol("x".repeat(1000)), `Symbol(${"x".repeat(33)}...`],
    ["a function", () => 1, "a function"],
    ["a class", class Anything {}, "a function"],
    ["an array", [1, 2, 3], "an array of 3"],
    ["a Float32Array", new Float32Array(3), "a Float32Array of 3"],
    ["an Int8Array", new Int8Array(2), "an Int8Array of 2"],
    ["a BigInt64Array", new BigInt64Array(2), "a BigInt64Array of 2"],
    ["a DataView", new DataView(new ArrayBuffer(8)), "a DataView"],
    ["an ArrayBuffer", new ArrayBuffer(8), "an ArrayBuffer"],
    ["an object", {}, "an Object"],
    ["an object without a prototype", Object.create(null), "an object"],
    ["a Date", new Date(Number.NaN), "a Date"],
    ["a Map", new Map(), "a Map"],
    ["an Error", new Error("a\nb"), "an Error"],
    ["a promise", Promise.resolve(), "a Promise"],
    ["a number in an object", new Number(1), "a Number"],
    ["a generator", (function* () {})(), "a generator"],
    ["an async generator", (async function* () {})(), "an async generator"],
    ["an iterator of an array", [1].values(), "an iterator"],
    ["an iterator of a Map", new Map().entries(), "an iterator"],
    ["an object of a class", new (class Panel {})(), "a Panel"],
    ["an object of a class without a name", classNamed(""), "an object"],
    ["an object whose class has a symbol for a name", classNamed(Symbol("a")), "an object"],
    ["an object whose class has a name of lines", classNamed("a\nb"), "an a b"],
    ["an object whose class has a long name", classNamed("K".repeat(1000)), `a ${"K".repeat(40)}...`],
    ["an entry that is called constructor", JSON.parse('{"constructor":{"name":{"toString":1}}}'), "an Object"],
    ["a Proxy of an object", new Proxy({}, {}), "an Object"],
    ["a Proxy of an array", new Proxy([1], {}), "an array of 1"],
    ["a revoked Proxy", revoked({}), "an object that cannot be read"],
    ["a revoked Proxy of an array", revoked([]), "an object that cannot be read"],
    ["a revoked Proxy of a function", revoked(() => 1), "a function"],
    [
      "an object whose class throws",
      Object.create(Object.defineProperty({}, "constructor", { get: throwing })),
      "an object that cannot be read",
    ],
    [
      "an object whose tag throws",
      Object.defineProperty({}, Symbol.toStringTag, { get: throwing }),
      "an object that cannot be read",
    ],
    ["an object that throws when it is turned into a text", { toString: throwing, valueOf: throwing }, "an Object"],
    ["a Proxy that throws", new Proxy([], { get: throwing }), "an object that cannot be read"],
    [
      "a Proxy of a length of its own",
      new Proxy([], { get: () => "9".repeat(1000) }),
      `an array of ${"9".repeat(28)}...`,
    ],
  ];
  for (const [what, value, text] of cases) it(what, () => expect(shown(value)).toBe(text));

  it("is never more than 60 characters", () => {
    for (const [what, value] of cases) expect(shown(value).length, what).toBeLessThanOrEqual(60);
  });
});
