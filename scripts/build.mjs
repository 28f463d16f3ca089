/**
 * Builds everything in build/: the kernel (kernel.mjs), the library and the command line (bundles.mjs), and the declarations
 * (declarations.mjs), side by side. `node scripts/build.mjs`, about ten seconds, or two where nothing has changed.
 */
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { bundleAll, EMBEDDED } from "./bundles.mjs";
import { declareTypes } from "./declarations.mjs";
import { embedText } from "./embeddedText.mjs";
import { run } from "./processes.mjs";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
mkdirSync("build", { recursive: true });

// esbuild and tsc look for these modules before there are texts in them
for (const name of EMBEDDED) embedText(`build/${name}`, "");
const kernel = run(process.execPath, ["scripts/kernel.mjs"]);
await Promise.all([bundleAll(kernel), declareTypes()]);
