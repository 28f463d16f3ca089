import { complain, runCommandLine } from "./run.ts";

// A reader of stdout that has gone (`head`) is reported to the write that notices it; here it must only not be fatal.
process.stdout.on("error", () => {});
process.on("uncaughtException", (error) => process.exit(complain(error.message, 1)));

process.exitCode = await runCommandLine(process.argv);
