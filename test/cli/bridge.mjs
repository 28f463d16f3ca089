/** A thread that talks to server.mjs, so that a test can wait for a command as it waits for a process. */
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { workerData } from "node:worker_threads";

const { library, script, flag, port } = workerData;
const child = fork(fileURLToPath(new URL("server.mjs", import.meta.url)), [library, script], {
  serialization: "advanced",
  stdio: ["ignore", "inherit", "inherit", "ipc"],
});
const ready = new Promise((resolve) => child.once("message", resolve));
let answered;

function answer(message) {
  if (answered === undefined) return;
  answered = undefined;
  port.postMessage(message);
  Atomics.store(flag, 0, 1);
  Atomics.notify(flag, 0);
}

child.on("exit", (code, signal) =>
  answer({ status: code ?? signal, stdout: "", stderr: "the server of commands ended\n" }),
);
port.on("message", async (command) => {
  await ready;
  answered = command;
  child.once("message", answer);
  child.send(command);
});
