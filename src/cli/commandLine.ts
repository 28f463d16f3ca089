import { basename, relative } from "node:path";

/** A command that can be pasted into a shell, beginning with the way in which this program was called. */
export function commandLine(...words: readonly string[]): string {
  const script = process.argv[1] ?? "logit-wasm";
  const program = basename(script).endsWith("js") ? ["node", relative(process.cwd(), script)] : ["logit-wasm"];
  return [...program, ...words].map(shellWord).join(" ");
}

function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
