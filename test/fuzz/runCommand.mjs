/** A command line run in this process: what src/cli/main.ts does, with stdout and stderr kept. */

/** @param parts of loadCommandLine */
export async function runInProcess({ createProgram, CommanderError, Failure, StdoutClosed, oneLine }, args) {
  const kept = { stdout: "", stderr: "" };
  const restore = ["stdout", "stderr"].map((name) => keep(name, kept));
  try {
    await createProgram("0.0.0").parseAsync(["node", "logit-wasm", ...args]);
    return { status: 0, ...kept };
  } catch (error) {
    if (error instanceof StdoutClosed) return { status: 0, ...kept };
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return { status: 0, ...kept };
      kept.stderr += `logit-wasm: ${oneLine(error.message.replace(/^error: /, "").replaceAll("\n", " "))}\n`;
      return { status: 2, ...kept };
    }
    kept.stderr += `logit-wasm: ${oneLine(error instanceof Error ? error.message : String(error))}\n`;
    return { status: error instanceof Failure ? error.exitCode : 1, ...kept, error };
  } finally {
    for (const undo of restore) undo();
  }
}

function keep(name, kept) {
  const stream = process[name];
  const { write } = stream;
  stream.write = (chunk, encoding, done) => {
    kept[name] += typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8");
    const callback = typeof encoding === "function" ? encoding : done;
    if (callback) queueMicrotask(callback);
    return true;
  };
  return () => {
    stream.write = write;
  };
}
