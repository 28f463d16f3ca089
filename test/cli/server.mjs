/**
 * A process that runs command lines one after the other, as `node build/cli.js` would run each: a process of its own takes 80 ms to begin,
 * and the tests have hundreds. Commands come from bridge.mjs, by IPC.
 */
import { Readable } from "node:stream";
import { pathToFileURL } from "node:url";

const [, , library, script] = process.argv;
const { runCommandLine } = await import(pathToFileURL(library));

/** What a stream is given, until `undo`. */
function keep(name) {
  const stream = process[name];
  const { write } = stream;
  const kept = { text: "", undo: () => Object.assign(stream, { write }) };
  stream.write = (chunk, encoding, done) => {
    kept.text += typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8");
    const callback = typeof encoding === "function" ? encoding : done;
    if (callback) queueMicrotask(callback);
    return true;
  };
  return kept;
}

process.on("message", async ({ directory, args, input }) => {
  process.chdir(directory);
  process.argv = [process.execPath, script, ...args];
  const bytes = Buffer.from(input);
  Object.defineProperty(process, "stdin", {
    value: Readable.from(bytes.length > 0 ? [bytes] : []),
    configurable: true,
  });
  const [stdout, stderr] = [keep("stdout"), keep("stderr")];
  let status;
  try {
    status = await runCommandLine(process.argv);
  } catch (error) {
    status = `not one line: ${error.stack}`;
  }
  stdout.undo();
  stderr.undo();
  process.send({ status, stdout: stdout.text, stderr: stderr.text });
});
process.on("disconnect", () => process.exit());
process.send("ready");
