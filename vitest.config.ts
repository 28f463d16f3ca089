import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const build = (file: string) => fileURLToPath(new URL(`build/${file}`, import.meta.url));
const json = process.env.VITEST_JSON;

/** Files that replace what belongs to the whole process, as WebAssembly.Memory. */
const ALONE = ["test/rows/outOfMemory.test.ts"];

/** Files that take a second or more, or that look at what is built: `npm run test:quick` leaves them out. */
const SLOW = [
  "test/{cli,fuzz,package,path,runtimes,stream}/**",
  ...ALONE,
  "test/rows/{holders,shareSums}.test.ts",
  "test/kernel/{accuracy,epoch,hessian,math,product,rows}.test.ts",
  "test/fit/{absentRows,determinism,farFromTheOptimum,fitAsync,manyColumns,newtonCg,neverASurprise,referenceSolutions,sgd,sparseWorkers}.test.ts",
  "test/model/sparseRows.test.ts",
  "test/rows/sparseRows.test.ts",
  "test/table/wideTables.test.ts",
  "test/solver/{budget,proximalNewton}.test.ts",
];

/**
 * `npm test` runs the projects release and alone: every kind of test, on the release kernel. `npm run test:heavy` runs the
 * others: every size (test/support/everySize.ts), the scenarios of memory, and all tests of the library on the debug
 * kernel, whose asserts are alive.
 */
export default defineConfig({
  test: {
    reporters: json === undefined ? ["default"] : ["default", ["json", { outputFile: json }]],
    // two also where there are two cores, of which vitest would leave one idle
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        test: {
          name: "release",
          include: ["test/**/*.test.ts"],
          exclude: ["test/memory/**", ...ALONE],
          // one process for many files saves a fifth of the time
          isolate: false,
          testTimeout: 60_000,
        },
      },
      { test: { name: "alone", include: ALONE, testTimeout: 60_000 } },
      {
        test: {
          name: "quick",
          include: ["test/**/*.test.ts"],
          exclude: ["test/memory/**", ...SLOW],
          isolate: false,
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: "heavy",
          include: [
            "test/{kernel,memory}/**/*.test.ts",
            "test/cli/{svmlight,tables}.test.ts",
            "test/fit/{absentRows,fitAsync,manyColumns,neverASurprise,newtonCg}.test.ts",
            "test/fit/{referenceSolutions,sgd,sparseWorkers}.test.ts",
            "test/fuzz/fuzz.test.ts",
            "test/model/sparseRows.test.ts",
            "test/package/{types,uncaught}.test.ts",
            "test/path/crossValidate.test.ts",
            "test/rows/{holders,shareSums}.test.ts",
            "test/solver/{budget,proximalNewton}.test.ts",
            "test/stream/{partialFit,streamSurprises}.test.ts",
            "test/table/{randomFolds,wideTables}.test.ts",
          ],
          env: { EVERY_SIZE: "1" },
          testTimeout: 120_000,
        },
      },
      {
        resolve: {
          alias: ["kernelMathematics", "kernelSolvers", "kernelSparse"].map((name) => ({
            find: new RegExp(`^.*build/${name}\\.js$`),
            replacement: build(`${name}.debug.js`),
          })),
        },
        test: {
          name: "debug",
          include: ["test/**/*.test.ts"],
          env: { EVERY_SIZE: "1" },
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
