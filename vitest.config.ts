import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const build = (file: string) => fileURLToPath(new URL(`build/${file}`, import.meta.url));
const json = process.env.VITEST_JSON;

/** Every test of the library runs twice: on the release kernel and on the debug kernel, whose asserts are alive. */
export default defineConfig({
  test: {
    reporters: json === undefined ? ["default"] : ["default", ["json", { outputFile: json }]],
    projects: [
      { test: { name: "release", include: ["test/**/*.test.ts"], testTimeout: 60_000 } },
      {
        resolve: {
          alias: ["kernelMathematics", "kernelSolvers"].map((name) => ({
            find: new RegExp(`^.*build/${name}\\.js$`),
            replacement: build(`${name}.debug.js`),
          })),
        },
        test: {
          name: "debug",
          include: ["test/**/*.test.ts"],
          // these run what is built, which holds the release kernel, or no kernel at all
          exclude: [
            "test/cli/**",
            "test/fuzz/**",
            "test/memory/**",
            "test/package/**",
            "test/metrics/**",
            "test/runtimes/**",
          ],
          testTimeout: 120_000,
        },
      },
    ],
  },
});
