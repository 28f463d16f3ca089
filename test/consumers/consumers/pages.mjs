import assert from "node:assert/strict";
import { resultOf } from "../browser.mjs";
import { serving } from "../serve.mjs";

const single = (browser, policy) => {
  const page = { folder: ".", script: "/programs/singleFile.mjs", policy };
  return serving(page, (address) => resultOf(browser, address));
};

export const pages = [
  {
    name: "the single file, in a page without a bundler",
    needsBrowser: true,
    run: (browser) => single(browser),
  },
  {
    name: "Content-Security-Policy with 'wasm-unsafe-eval'",
    needsBrowser: true,
    run: (browser) => single(browser, "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'"),
  },
  {
    name: "Content-Security-Policy without it: an error that names it",
    needsBrowser: true,
    run: async (browser) => {
      const message = await single(browser, "default-src 'none'; script-src 'self'");
      assert.match(message, /^LogitTypeError KERNEL_REFUSED kernel: expected WebAssembly to compile, got CompileError/);
      assert.match(message, /Content-Security-Policy must have 'wasm-unsafe-eval' in script-src/);
      // and that a page that may compile gives the bits
      return single(browser);
    },
  },
];
