/**
 * The whole kernel, of which each part is a WebAssembly module of its own too: who imports one function downloads one
 * part. All parts work on one memory, which they import, and have neither static data nor state.
 *
 * The ABI is one line per kernel and data type. Outputs, inputs, sizes, scalars; pointers in bytes, sizes in rows and
 * columns. v is a row's label and weight in one number: s for y = 0, -s for y = 1, 0 for padding (panels/rowMath.ts).
 * All sums are added to what is at outPtr, in float64. Pointers are multiples of 64.
 */
export * from "./mathematics";
export * from "./solvers";
export * from "./sparse";
