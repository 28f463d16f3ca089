// Compiles bench/bare.ts in memory. It imports the kernel's memory, so that both read the very same bytes.
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

export async function compileBare() {
  let wasm;
  const { error, stderr } = await asc.main(
    [
      "bench/bare.ts",
      // a name that does not exist: asconfig.json has the kernel's own options
      ...["--config", "none", "--baseDir", ROOT, "--outFile", "bare.wasm", "--transform", "./assembly/foldOffsets.mjs"],
      ...["--enable", "simd", "--runtime", "stub", "--use", "abort=", "--importMemory", "--noExportMemory"],
      ...["--optimizeLevel", "3", "--shrinkLevel", "0", "--converge", "--noAssert"],
    ],
    {
      writeFile: (_name, contents) => {
        wasm = contents;
      },
    },
  );
  if (error) throw new Error(`bench/bare.ts does not compile: ${error.message}\n${stderr.toString()}`);
  return new WebAssembly.Module(wasm);
}
