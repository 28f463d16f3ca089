/** Runs the suite in a browser without a driver: it opens a page from the loopback interface, which posts the result back. */

import { createReadStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";
import { withChild } from "./children.mjs";

const TYPES = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
};

/** What a page imports by name: the files of the package as `exports` gives them, or the single file that a CDN serves. */
export const FROM_EXPORTS = (project) => ({
  ...importsOf(project, "@assemblyscript/loader"),
  ...importsOf(project, "logit-wasm"),
});
export const SINGLE_FILE = (project) => {
  const { unpkg } = manifestOf(project, "logit-wasm");
  return { ...importsOf(project, "logit-wasm"), "logit-wasm": `/node_modules/logit-wasm/${unpkg}` };
};

export function runChromium(imports) {
  // the sandbox needs what root and containers do not have; the page is our own
  const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"];
  return (program, project) => {
    return runPage(project, imports, (profile, url) => [program, ...flags, `--user-data-dir=${profile}`, url]);
  };
}

export function runFirefox(imports) {
  return (program, project) => {
    return runPage(project, imports, (profile, url) => [
      program,
      "--headless",
      "--no-remote",
      "--profile",
      profile,
      url,
    ]);
  };
}

async function runPage(project, imports, commandOf) {
  const map = `<script type="importmap">${JSON.stringify({ imports: imports(project) })}</script>`;
  const script = `<script type="module" src="page.mjs"></script>`;
  writeFileSync(join(project, "index.html"), `<!doctype html><meta charset="utf-8">${map}${script}`);
  const profile = mkdtempSync(join(tmpdir(), "logit-wasm-profile-"));
  const { url, result, close } = await serve(project);
  try {
    return await withChild(commandOf(profile, url), { env: { ...process.env, HOME: profile } }, () => result);
  } finally {
    close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

function manifestOf(project, name) {
  return JSON.parse(readFileSync(join(project, "node_modules", name, "package.json"), "utf8"));
}

/** The entries of an import map for a package and its subpaths, which stand for what a bundler would do. */
function importsOf(project, name) {
  const { exports } = manifestOf(project, name);
  const targets = Object.entries("import" in exports ? { ".": exports } : exports);
  const files = targets.map(([path, target]) => [path, resolveTarget(target)]).filter(([, file]) => file !== undefined);
  return Object.fromEntries(files.map(([path, file]) => [join(name, path), `/node_modules/${join(name, file)}`]));
}

/** The file that a browser's import takes from a target of `exports`, by its conditions. */
function resolveTarget(target) {
  if (typeof target === "string" || target === undefined) return target;
  const condition = Object.keys(target).find((name) => ["browser", "import", "default"].includes(name));
  return resolveTarget(target[condition]);
}

/** Serves the folder on a port of the loopback interface until closed. `result` is what is posted to /result. */
async function serve(folder) {
  let resolve;
  const result = new Promise((settle) => {
    resolve = settle;
  });
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    if (request.method === "POST" && pathname === "/result") {
      let text = "";
      request.setEncoding("utf8").on("data", (part) => (text += part));
      request.on("end", () => {
        response.end();
        resolve(JSON.parse(text));
      });
      return;
    }
    const file = join(folder, normalize(pathname === "/" ? "/index.html" : decodeURIComponent(pathname)));
    const stream = createReadStream(file);
    stream.on("error", () => response.writeHead(404).end());
    stream.on("open", () => response.setHeader("content-type", TYPES[extname(file)] ?? "application/octet-stream"));
    stream.pipe(response);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${server.address().port}/`, result, close };
}
