import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** A headless Chromium that is installed already ($CHROMIUM or where Linux puts it), or undefined. */
export async function openBrowser() {
  const executablePath = [process.env.CHROMIUM, ...PLACES].find((path) => path !== undefined && existsSync(path));
  if (executablePath === undefined) return undefined;
  return chromium.launch({ executablePath, args: ["--no-sandbox"] });
}

/** What a page leaves in globalThis.result; what goes wrong in it fails. `requests`, if given, collects the addresses. */
export async function resultOf(browser, address, requests = []) {
  const page = await browser.newPage();
  try {
    page.on("request", (request) => requests.push(request.url()));
    const failure = new Promise((_, reject) => {
      page.on("pageerror", reject);
      page.on("requestfailed", (request) => reject(new Error(`no answer: ${request.url()}`)));
    });
    failure.catch(() => {});
    await page.goto(address);
    await Promise.race([
      failure,
      page.waitForFunction(() => globalThis.result !== undefined, null, { timeout: 30_000 }),
    ]);
    return await page.evaluate(() => globalThis.result);
  } finally {
    await page.close();
  }
}
