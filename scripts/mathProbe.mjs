// Compiles assembly/mathProbe.ts in memory and runs its functions on chunks of numbers. For tests and scripts only.
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const RELEASE = ["--optimizeLevel", "3", "--shrinkLevel", "0", "--converge", "--noAssert"];
const PAGE_BYTES = 65536;

async function compile(flags) {
  let wasm;
  const { error, stderr } = await asc.main(
    [
      "assembly/mathProbe.ts",
      // a name that does not exist: asconfig.json has the kernel's own options
      ...["--config", "none", "--baseDir", ROOT, "--outFile", "mathProbe.wasm", "--enable", "simd"],
      ...["--runtime", "stub", "--use", "abort=", "--initialMemory", "1"],
      ...flags,
    ],
    {
      writeFile: (_name, contents) => {
        wasm = contents;
      },
    },
  );
  if (error) throw new Error(`mathProbe does not compile: ${error.message}\n${stderr.toString()}`);
  return wasm;
}

/** Fill `input(dtype)`, `runVector` or `runScalar`, read `vector(dtype)` or `scalar(dtype)`. Types: mathProbe.d.mts. */
export async function createMathProbe({ debug = false, capacityBytes = 1 << 20 } = {}) {
  const module = await WebAssembly.compile(await compile(debug ? ["--debug"] : RELEASE));
  const { exports } = await WebAssembly.instantiate(module);
  const inPtr = PAGE_BYTES;
  const vectorPtr = inPtr + capacityBytes;
  const scalarPtr = vectorPtr + capacityBytes;
  exports.memory.grow(Math.ceil((scalarPtr + capacityBytes) / PAGE_BYTES));
  const { buffer } = exports.memory;
  const view = (dtype, pointer) =>
    dtype === "f32"
      ? new Float32Array(buffer, pointer, capacityBytes / 4)
      : new Float64Array(buffer, pointer, capacityBytes / 8);
  return {
    capacityBytes,
    input: (dtype) => view(dtype, inPtr),
    vector: (dtype) => view(dtype, vectorPtr),
    scalar: (dtype) => view(dtype, scalarPtr),
    /** The first `count` inputs (a multiple of 4) through the SIMD function. */
    runVector(name, dtype, count) {
      exports[`${name}_${dtype}`](vectorPtr, inPtr, count);
    },
    /** The same through its scalar twin. */
    runScalar(name, dtype, count) {
      exports[`${name}_scalar_${dtype}`](scalarPtr, inPtr, count);
    },
  };
}
