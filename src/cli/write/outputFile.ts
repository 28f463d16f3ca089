import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { access, chmod, constants, open, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { errorCode, Failure, fileFailure, fileLabel } from "../failure.ts";

/**
 * Text on its way to a file. What was in the file before stays there until `commit`, and for ever if that never comes.
 */
export interface OutputFile {
  write(text: string): Promise<void>;
  /** Makes what was written the content of the file. */
  commit(): Promise<void>;
  /** Removes every trace; does nothing after `commit`. */
  abandon(): Promise<void>;
}

/** `-` is stdout. A device or a pipe is written directly; a regular file is replaced in one step. */
export async function openOutput(file: string): Promise<OutputFile> {
  if (file === "-") return { write: writeStdout, commit: async () => {}, abandon: async () => {} };
  const { path, mode, isSpecial } = await destinationOf(file);
  try {
    return isSpecial ? await openDirect(file, path) : await openReplacing(file, path, mode);
  } catch (error) {
    throw fileFailure(fileLabel(file), "cannot write it", error);
  }
}

/** Throws, before any work is done, where `openOutput` would. */
export async function checkWritable(file: string): Promise<void> {
  if (file === "-") return;
  const { path, isSpecial } = await destinationOf(file);
  if (isSpecial) return;
  try {
    await access(dirname(path), constants.W_OK);
  } catch (error) {
    throw fileFailure(fileLabel(file), "cannot write it", error);
  }
}

/** Do two paths lead to the same existing file? */
export async function isSameFile(a: string, b: string): Promise<boolean> {
  if (a === "-" || b === "-") return false;
  const [first, second] = await Promise.all([a, b].map((file) => realpath(file).catch(() => undefined)));
  return first !== undefined && first === second;
}

export async function writeStdout(text: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    process.stdout.write(text, (error) => (error ? reject(stdoutFailure(error)) : resolve()));
  });
}

/** Thrown when the reader of stdout has gone, as `head` does: a reason to end, not an error. */
export class StdoutClosed extends Error {}

function stdoutFailure(error: Error): Error {
  return errorCode(error) === "EPIPE" ? new StdoutClosed() : fileFailure("stdout", "cannot write it", error);
}

interface Destination {
  /** With symbolic links followed, so that a link stays a link. */
  readonly path: string;
  /** Of the file that is there, if any. */
  readonly mode: number | undefined;
  readonly isSpecial: boolean;
}

async function destinationOf(file: string): Promise<Destination> {
  if (file === "") throw new Failure("--out: expected a file name or -, got an empty one", 2);
  try {
    const path = await realpath(file);
    const there = await stat(path);
    if (there.isDirectory()) throw new Failure(`${file}: cannot write it: is a directory`);
    await access(path, constants.W_OK);
    return { path, mode: there.mode & 0o777, isSpecial: !there.isFile() };
  } catch (error) {
    if (error instanceof Failure) throw error;
    if (errorCode(error) !== "ENOENT") throw fileFailure(file, "cannot write it", error);
    return { path: file, mode: undefined, isSpecial: false };
  }
}

async function openDirect(file: string, path: string): Promise<OutputFile> {
  const handle = await open(path, "w");
  return {
    write: (text) => orFailure(file, handle.writeFile(text)),
    commit: () => orFailure(file, handle.close()),
    abandon: () => handle.close().catch(() => {}),
  };
}

async function openReplacing(file: string, path: string, mode: number | undefined): Promise<OutputFile> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(4).toString("hex")}.tmp`);
  const handle = await open(temporary, "wx");
  const forget = removeOnSignal(temporary);
  const finish = async () => {
    if (mode !== undefined) await chmod(temporary, mode);
    await handle.sync();
    await handle.close();
    await rename(temporary, path);
    forget();
  };
  return {
    write: (text) => orFailure(file, handle.writeFile(text)),
    commit: () => orFailure(file, finish()),
    abandon: async () => {
      forget();
      await handle.close().catch(() => {});
      await rm(temporary, { force: true }).catch(() => {});
    },
  };
}

async function orFailure(file: string, work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    throw fileFailure(file, "cannot write it", error);
  }
}

/** Ctrl-C leaves no temporary file behind. Returns the way back to the default. */
function removeOnSignal(temporary: string): () => void {
  const signals = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 } as const;
  const remove = (signal: keyof typeof signals) => {
    rmSync(temporary, { force: true });
    process.exit(128 + signals[signal]);
  };
  const names = Object.keys(signals) as (keyof typeof signals)[];
  for (const name of names) process.once(name, remove);
  return () => {
    for (const name of names) process.removeListener(name, remove);
  };
}
