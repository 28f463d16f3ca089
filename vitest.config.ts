import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const build = (file: string) => fileURLToPath(new URL(`build/${file}`, import.meta.url));

/** Every test runs twice: on the release kernel and on the debug kernel, whose asserts are alive. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: "release", include: ["test/**/*.test.ts"], testTimeout: 60_000 } },
      {
        resolve: { alias: [{ find: /^.*build\/kernelBytes\.js$/, replacement: build("kernelBytes.debug.js") }] },
        test: { name: "debug", include: ["test/**/*.test.ts"], testTimeout: 120_000 },
      },
    ],
  },
});
