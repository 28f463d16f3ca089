/** Errors as the command line shows them: one line that says where, what was expected and what came. */

/** 1: the data or a file is at fault. 2: the command was used wrongly. */
export type ExitCode = 1 | 2;

/** An expected failure; anything else that is thrown is a bug or the library refusing its input. */
export class Failure extends Error {
  readonly exitCode: ExitCode;
  constructor(message: string, exitCode: ExitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

export function usageFailure(message: string): Failure {
  return new Failure(message, 2);
}

/** A file as messages call it. */
export function fileLabel(file: string, direction: "in" | "out" = "in"): string {
  if (file !== "-") return file;
  return direction === "in" ? "stdin" : "stdout";
}

/** A cell or a name as messages show it: in quotes, short, control characters escaped. */
export function quoted(text: string): string {
  const short = text.length > 40 ? `${text.slice(0, 40)}...` : text;
  return `"${oneLine(short)}"`;
}

/** A list as messages show it: `"a", "b" and "c"`, and no more than 20 of them. */
export function listed(names: readonly string[], conjunction: "and" | "or" = "and"): string {
  const shown = names.slice(0, 20).map(quoted);
  if (names.length > shown.length) return `${shown.join(", ")} ... (${names.length} in all)`;
  const last = shown.pop() ?? "none";
  return shown.length === 0 ? last : `${shown.join(", ")} ${conjunction} ${last}`;
}

export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code === 10 ? "\\n" : code === 9 ? "\\t" : `\\u${code.toString(16).padStart(4, "0")}`;
  });
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "no such file or directory",
  ENOTDIR: "a part of the path is not a directory",
  EISDIR: "is a directory",
  EACCES: "permission denied",
  EPERM: "operation not permitted",
  EROFS: "the file system is read-only",
  ENOSPC: "no space left on the device",
  EMFILE: "too many open files",
  ENAMETOOLONG: "the file name is too long",
  ELOOP: "too many symbolic links",
};

export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return undefined;
  return error.code;
}

/** What the operating system said about a file, in words. */
export function fileFailure(label: string, doing: string, error: unknown): Failure {
  const code = errorCode(error) ?? "";
  const reason = reasons[code] ?? (error instanceof Error ? error.message : String(error));
  return new Failure(`${label}: ${doing}: ${reason}`);
}
