/** Programs that the build runs beside itself. */
import { spawn } from "node:child_process";
import { once } from "node:events";

/** Runs a program to its end, with the output of this one; rejects where it fails. */
export async function run(program, values) {
  const [code] = await once(spawn(program, values, { stdio: "inherit" }), "close");
  if (code !== 0) throw new Error(`${values.join(" ")}: ended with ${code}`);
}
