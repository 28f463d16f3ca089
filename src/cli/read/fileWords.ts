import { LogitRangeError, LogitTypeError } from "../../errors.ts";
import { sameCommand } from "../commandLine.ts";
import { Failure, oneLine, usageFailure } from "../failure.ts";
import { cellHint } from "./cellHints.ts";

/**
 * Runs `work`, the library's errors in the words of the command line: of lines of the file where the library counts
 * rows.
 *
 * @param lines the line of each row
 * @param missingOption what the command offers for rows that miss a value
 */
export function inFileWords<T>(
  label: string,
  lines: ArrayLike<number> | undefined,
  work: () => T,
  missingOption?: readonly string[],
): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof LogitTypeError || error instanceof LogitRangeError)) throw error;
    if (error.code === "INVALID_OPTION") throw usageFailure(oneLine(withFlag(error.message)));
    const isMissing = error.code === "MISSING_VALUE" && missingOption !== undefined;
    const advice = isMissing ? `: say ${missingOption.join(" ")}, as in: ${sameCommand(...missingOption)}` : "";
    throw new Failure(`${label}: ${oneLine(inLines(error.message, lines))}${advice}`);
  }
}

/** Options of the library that are called otherwise on the command line. */
const FLAGS: Readonly<Record<string, string>> = { offsets: "offset", foldOf: "group", interactions: "interact" };

/** The option that a message is about as the command line has it: --learning-rate for learningRate. */
function withFlag(message: string): string {
  return message.replace(/^([a-z]\w*)(?=: )/, (_, name: string) => {
    return `--${(FLAGS[name] ?? name).replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  });
}

/** What is wrong with a column, by lines of the file. */
export function problemInLines(text: string, lines: ArrayLike<number>): string {
  return withHints(text.replace(/\brow (\d+)/g, (_, row: string) => `line ${lines[Number(row)]}`));
}

function inLines(message: string, lines: ArrayLike<number> | undefined): string {
  const text = message.replace(/^X: /, "");
  if (lines === undefined) return text;
  const lineOf = (row: string): string => `line ${lines[Number(row)]}`;
  const [, what = "", row, column] = /^(.*) at row (\d+), column (".*")$/.exec(text) ?? [];
  if (row === undefined) return problemInLines(text, lines);
  const [, cell] = /^expected a number, got "(.*)"$/.exec(what) ?? [];
  return `${lineOf(row)}, column ${column}: ${what}${cell === undefined ? "" : cellHint(cell.trim())}`;
}

/** What a text among numbers looks like, where it is the only one; the option by which there may be more levels. */
function withHints(text: string): string {
  const named = text.replaceAll("(maxLevels)", "(--max-levels)");
  return named.replace(/(numbers but for "([^"]*)" (?:at|in) [^:;]*)/g, (_, found: string, cell: string) => {
    return `${found}${cellHint(cell.trim())}`;
  });
}
