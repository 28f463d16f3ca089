import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";

const TYPES = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
};

/**
 * Serves a folder, and as "/" a page that has `script` as its module, while `use` runs with the address.
 * @param policy the page's Content-Security-Policy, if any
 */
export async function serving({ folder, script, policy }, use) {
  const server = createServer(({ url }, response) => {
    if (policy !== undefined) response.setHeader("Content-Security-Policy", policy);
    if (url === "/favicon.ico") return response.writeHead(204).end();
    if (url === "/") {
      response.setHeader("Content-Type", "text/html");
      return response.end(`<!doctype html><title>consumer</title><script type="module" src="${script}"></script>`);
    }
    try {
      const bytes = readFileSync(join(folder, url));
      response.setHeader("Content-Type", TYPES[extname(url)] ?? "application/octet-stream");
      return response.end(bytes);
    } catch {
      return response.writeHead(404).end();
    }
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  try {
    return await use(`http://127.0.0.1:${server.address().port}/`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
