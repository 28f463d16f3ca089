/** Values that people do not mean to hand over, and some that they do: what every door of the library is knocked at with. */

/** @returns a list of `[name, make]`: each call makes a new value */
export const STRANGE = [
  ["undefined", () => undefined],
  ["null", () => null],
  ["NaN", () => Number.NaN],
  ["0", () => 0],
  ["-0", () => -0],
  ["Infinity", () => Number.POSITIVE_INFINITY],
  ["-1", () => -1],
  ["1.5", () => 1.5],
  ["1e308", () => 1e308],
  ["5e-324", () => 5e-324],
  ["2^53", () => 2 ** 53],
  ["true", () => true],
  ['""', () => ""],
  ['"1"', () => "1"],
  ['"auto"', () => "auto"],
  ["a long text", () => "x\n".repeat(5000)],
  ["a text with controls", () => "\u0000\u001b[31m\u2028\u2029\r\nx"],
  ["a lone surrogate", () => "\ud800"],
  ["1n", () => 1n],
  ["a symbol", () => Symbol("s\nt")],
  ["a symbol without a name", () => Symbol()],
  ["a function", () => () => 1],
  ["a class", () => class Name {}],
  ["{}", () => ({})],
  ["[]", () => []],
  ["[[]]", () => [[]]],
  ["[NaN]", () => [Number.NaN]],
  ["[null]", () => [null, null, null, null]],
  ['["1"]', () => ["1", "0", "1", "0"]],
  ["[1n]", () => [1n, 0n, 1n, 0n]],
  ["[symbols]", () => [Symbol("a"), Symbol("b"), Symbol("a"), Symbol("b")]],
  ["holes", () => new Array(4)],
  ["a hole", () => withHole([0, 1, 1, 1])],
  [
    "rows with a hole",
    () =>
      withHole([
        [1, 2],
        [0, 0],
        [3, 4],
        [5, 6],
      ]),
  ],
  ["rows of other lengths", () => [[1, 2], [3], [4, 5], [6, 7]]],
  ["rows of texts", () => [["1", "2"]]],
  ["numbers for rows", () => [1, 2, 3, 4]],
  ["rows of BigInts", () => [[1n, 2n]]],
  ["a huge length", () => ({ length: 2 ** 53 })],
  ["a length of 2^32", () => ({ length: 2 ** 32, 0: 1 })],
  ["a negative length", () => ({ length: -1 })],
  ["a length of NaN", () => ({ length: Number.NaN })],
  ["a length that is text", () => ({ length: "4", 0: 1 })],
  ["an array-like", () => ({ length: 4, 0: 0, 1: 1, 2: 0, 3: 1 })],
  ["Uint8Array", () => new Uint8Array([0, 1, 0, 1])],
  ["Int32Array", () => new Int32Array(4)],
  ["BigInt64Array", () => new BigInt64Array(4)],
  ["Float32Array", () => new Float32Array([0, 1, 0, 1])],
  ["Float64Array of NaN", () => new Float64Array(4).fill(Number.NaN)],
  ["an empty Float64Array", () => new Float64Array(0)],
  ["a detached array", () => detached()],
  ["shared memory", () => new Float64Array(new SharedArrayBuffer(32))],
  ["ArrayBuffer", () => new ArrayBuffer(8)],
  ["DataView", () => new DataView(new ArrayBuffer(8))],
  ["a matrix of the wrong size", () => ({ data: new Float64Array(3), rows: 2, columns: 2 })],
  ["a matrix of no rows", () => ({ data: new Float64Array(0), rows: 0, columns: 2 })],
  ["a matrix of -1 rows", () => ({ data: new Float64Array(4), rows: -1, columns: -4 })],
  ["a matrix of texts", () => ({ data: ["1"], rows: 1, columns: 1 })],
  ["a matrix of NaN rows", () => ({ data: new Float64Array(4), rows: Number.NaN, columns: 2 })],
  ["Map", () => new Map([[0, 1]])],
  ["Set", () => new Set([0, 1])],
  ["Date", () => new Date(0)],
  ["an invalid Date", () => new Date(Number.NaN)],
  ["RegExp", () => /x/],
  ["Error", () => new Error("of a user\nwith lines")],
  ["Promise", () => Promise.resolve(1)],
  ["no prototype", () => Object.create(null)],
  ["a name that is no text", () => ({ constructor: { name: { toString: 1 } } })],
  ["a name that is a symbol", () => ({ constructor: { name: Symbol("x") } })],
  ["a name of lines", () => ({ constructor: { name: "a\nb".repeat(1000) } })],
  ["a name that throws", () => Object.defineProperty({}, "constructor", { get: thrower })],
  ["toString throws", () => ({ toString: thrower, valueOf: thrower, [Symbol.toPrimitive]: thrower })],
  ["toString gives an object", () => ({ toString: () => ({}), valueOf: () => ({}) })],
  ["valueOf gives 1", () => ({ valueOf: () => 1 })],
  ["a getter that throws", () => Object.defineProperty([0, 1, 0, 1], 2, { get: thrower })],
  ["an option that throws", () => Object.defineProperty({}, "weights", { get: thrower, enumerable: true })],
  ["an unknown option", () => ({ "no such\noption": 1 })],
  ["a symbol for an option", () => ({ [Symbol("x")]: 1 })],
  ["__proto__ for an option", () => JSON.parse('{"__proto__":{"l2":-1}}')],
  ["a proxy", () => new Proxy([0, 1, 0, 1], {})],
  ["a proxy that throws", () => new Proxy([0, 1, 0, 1], { get: thrower, has: thrower, ownKeys: thrower })],
  ["a revoked proxy", () => revoked()],
  ["a proxy whose numbers change", () => changing()],
  ["frozen", () => Object.freeze([0, 1, 0, 1])],
  ["a loop", () => loop()],
  ["an array of arrays of arrays", () => [[[1]]]],
  ["globalThis", () => globalThis],
  ["JSON of nothing", () => "{}"],
  ["JSON of a number", () => "1"],
  ["half a JSON", () => '{"format":'],
  ["true labels", () => [true, false, true, false]],
  ["three labels", () => [0, 1, 2, 0]],
  ["mixed labels", () => [0, "0", 1, "1"]],
  ["one label", () => [1, 1, 1, 1]],
  ["empty labels", () => ["", "a", "", "a"]],
  ["huge numbers", () => [1e308, -1e308, 1e308, -1e308]],
  ["denormal numbers", () => [5e-324, 5e-324, 1e-310, 0]],
  ["negative numbers", () => [-1, -2, -3, -4]],
  ["zeros", () => [0, 0, 0, 0]],
];

function thrower() {
  throw new EvalError("thrown by the value itself");
}

function withHole(list) {
  delete list[1];
  return list;
}

function detached() {
  const array = new Float64Array(4);
  structuredClone(array.buffer, { transfer: [array.buffer] });
  return array;
}

function revoked() {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

/** Another number at every read; the length stays. */
function changing() {
  let count = 0;
  return new Proxy([0.1, 0.2, 0.3, 0.4], {
    get: (target, name) => (/^\d$/.test(String(name)) ? ++count % 7 : target[name]),
  });
}

function loop() {
  const one = { coef: [1] };
  one.self = one;
  return one;
}
