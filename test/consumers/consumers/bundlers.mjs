import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import * as esbuild from "esbuild";
import { rollup } from "rollup";
import * as vite from "vite";
import webpack from "webpack";
import { resultOf } from "../browser.mjs";
import { node } from "../command.mjs";
import { serving } from "../serve.mjs";

const PAGE = "programs/page.mjs";

/** Runs `dist/<folder>/page.js` in a page. */
function inPage(browser, folder) {
  return serving({ folder: `dist/${folder}`, script: "/page.js" }, (address) => resultOf(browser, address));
}

/**
 * webpack without its command line; warnings count as errors. Its advice on sizes before gzip (244 KiB, which a page that uses everything of every
 * entry passes by 9) is left out: test/package/sizes.test.ts holds the sizes.
 */
export async function bundleWithWebpack(entry, folder, options = {}) {
  const output = { path: resolve("dist", folder), filename: "page.js" };
  const compiler = webpack({
    mode: "production",
    entry: resolve(entry),
    output,
    performance: { hints: false },
    ...options,
  });
  const stats = await new Promise((done, fail) => {
    compiler.run((error, result) => (error ? fail(error) : done(result)));
  });
  await new Promise((closed) => compiler.close(closed));
  if (stats.hasErrors() || stats.hasWarnings()) throw new Error(stats.toString("errors-warnings"));
}

const bundleWithVite = () =>
  vite.build({
    root: "programs",
    logLevel: "error",
    build: {
      outDir: resolve("dist/vite"),
      rollupOptions: { input: PAGE, output: { entryFileNames: "page.js" } },
    },
  });

async function bundleWithRollup() {
  const onwarn = ({ message }) => {
    throw new Error(message);
  };
  const bundle = await rollup({ input: PAGE, plugins: [nodeResolve({ browser: true })], onwarn });
  await bundle.write({ file: "dist/rollup/page.js", format: "es" });
  await bundle.close();
}

async function bundleWithEsbuild(options) {
  const { warnings } = await esbuild.build({ bundle: true, logLevel: "silent", minify: true, ...options });
  if (warnings.length > 0) throw new Error(warnings.map(({ text }) => text).join("\n"));
}

/** The development server, which bundles dependencies beforehand into files of its own. */
async function viteDevelopment(browser) {
  const server = await vite.createServer({
    root: process.cwd(),
    logLevel: "error",
    server: { host: "127.0.0.1" },
    optimizeDeps: { entries: [PAGE] },
    plugins: [
      {
        name: "page",
        configureServer: ({ middlewares }) => {
          middlewares.use((request, response, next) => {
            if (request.url !== "/") return next();
            response.setHeader("Content-Type", "text/html");
            return response.end(
              `<!doctype html><link rel="icon" href="data:,"><script type="module" src="/${PAGE}"></script>`,
            );
          });
        },
      },
    ],
  });
  try {
    await server.listen();
    const requests = [];
    const result = await resultOf(browser, server.resolvedUrls.local[0], requests);
    if (!requests.some((url) => url.includes("/.vite/deps/logit-wasm.js")))
      throw new Error("was not bundled beforehand");
    return result;
  } finally {
    await server.close();
  }
}

mkdirSync("dist", { recursive: true });

export const bundlers = [
  {
    name: "Vite, in Chromium",
    needsBrowser: true,
    run: async (browser) => {
      await bundleWithVite();
      return inPage(browser, "vite");
    },
  },
  { name: "Vite's development server, in Chromium", needsBrowser: true, run: viteDevelopment },
  {
    name: "webpack, in Chromium",
    needsBrowser: true,
    run: async (browser) => {
      await bundleWithWebpack(PAGE, "webpack");
      return inPage(browser, "webpack");
    },
  },
  {
    name: "webpack, require, in Chromium",
    needsBrowser: true,
    run: async (browser) => {
      await bundleWithWebpack("programs/page.cjs", "webpack-require");
      return inPage(browser, "webpack-require");
    },
  },
  {
    name: "Rollup, in Chromium",
    needsBrowser: true,
    run: async (browser) => {
      await bundleWithRollup();
      return inPage(browser, "rollup");
    },
  },
  {
    name: "esbuild, in Chromium",
    needsBrowser: true,
    run: async (browser) => {
      await bundleWithEsbuild({ entryPoints: [PAGE], outfile: "dist/esbuild/page.js", format: "esm" });
      return inPage(browser, "esbuild");
    },
  },
  {
    name: "esbuild, one CommonJS file, in Node",
    run: async () => {
      const outfile = "dist/esbuild/node.cjs";
      await bundleWithEsbuild({ entryPoints: ["programs/node.mjs"], outfile, format: "cjs", platform: "node" });
      return node(outfile);
    },
  },
];
