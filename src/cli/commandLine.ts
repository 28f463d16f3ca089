import { basename, relative } from "node:path";

/** A command that can be pasted into a shell, beginning with the way in which this program was called. */
export function commandLine(...words: readonly string[]): string {
  return [...programWords(process.argv[1] ?? "logit-wasm", process.env), ...words].map(shellWord).join(" ");
}

/** The command that was called, with more options: what a message tells to type instead. */
export function sameCommand(...more: readonly string[]): string {
  const words = process.argv.slice(2);
  // after it there are no options
  const end = words.includes("--") ? words.indexOf("--") : words.length;
  return commandLine(...words.slice(0, end), ...more, ...words.slice(end));
}

/**
 * How the program is called: by its file where that is no installed package, by npx where npx or a script of
 * package.json called it or it lies among a project's commands (there no shell finds it), else by its name.
 */
export function programWords(script: string, environment: Readonly<Record<string, string | undefined>>): string[] {
  const folders = script.split(/[\\/]/);
  const isInstalled = folders.includes("node_modules");
  // npm tells the command of npx in quotes, a script of package.json whole.
  const called = /(?:^|[\s'"/\\])logit-wasm(?:$|[\s'"@])/.test(environment.npm_lifecycle_script ?? "");
  if (basename(script).endsWith("js") && !isInstalled && !called) return ["node", relative(process.cwd(), script)];
  const isByNpx = environment.npm_command === "exec" || environment.npm_lifecycle_event === "npx";
  return called || isByNpx || folders.includes(".bin") ? ["npx", "logit-wasm"] : ["logit-wasm"];
}

/** A word as a POSIX shell takes it. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** The same for a file name, which must not pass for an option. */
export function fileWord(file: string): string {
  return file.startsWith("-") && file !== "-" ? `./${file}` : file;
}
