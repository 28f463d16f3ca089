import { CommanderError } from "commander";
import packageJson from "../../package.json" with { type: "json" };
import { withOurOption } from "./broughtNames.ts";
import { Failure, oneLine } from "./failure.ts";
import { createProgram } from "./program.ts";
import { StdoutClosed } from "./write/outputFile.ts";

/** Runs one command line and resolves to its exit status. Whatever goes wrong is one line on stderr. */
export async function runCommandLine(argv: readonly string[]): Promise<number> {
  const program = createProgram(packageJson.version);
  try {
    await program.parseAsync(argv);
    return 0;
  } catch (error) {
    if (error instanceof StdoutClosed) return 0;
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return 0; // the help or the version has been printed
      const message = error.message.replace(/^error: /, "").replaceAll("\n", " ");
      const command = program.commands.find((sub) => sub.name() === argv[2]);
      return complain(withOurOption(message, command), 2);
    }
    return complain(
      error instanceof Error ? error.message : String(error),
      error instanceof Failure ? error.exitCode : 1,
    );
  }
}

export function complain(message: string, exitCode: number): number {
  process.stderr.write(`logit-wasm: ${oneLine(message)}\n`);
  return exitCode;
}
