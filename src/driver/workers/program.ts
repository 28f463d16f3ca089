/**
 * What a worker runs: it owns shares of rows and answers questions about them. scripts/workerProgram.mjs makes one text of this
 * file and what it needs, which ends in a call of `serve`; spawn.ts puts the declaration of `port` before it.
 */
import { OwnedShares } from "../../data/ownedShares.ts";
import { LogitRangeError } from "../../errors.ts";
import { SHARE_ROWS } from "../../kernel/reference/sums.ts";
import { mathematics, solvers } from "../../wasm/kernelParts.ts";
import { addAnswer, answerLength } from "../ask.ts";
import type { Ask, Command, Reply } from "./messages.ts";

/** A worker's end: a MessagePort of Node, or the global of a Web Worker. */
interface Port {
  onmessage: (event: { readonly data: Command }) => void;
  postMessage(reply: Reply, transfer: ArrayBuffer[]): void;
}

/** Records are sent when they are this many numbers, so that wide Hessians of many shares do not all wait here. */
const MOST_NUMBERS = 2 ** 20;

let port: Port;
let shares: OwnedShares;

function send(records: Float64Array<ArrayBuffer>): void {
  port.postMessage({ kind: "records", records }, [records.buffer]);
}

function answer({ question, sample }: Ask): void {
  const length = answerLength(question);
  const most = Math.max(1, Math.floor(MOST_NUMBERS / length));
  let records = new Float64Array(0);
  let used = 0;
  let left = shares.count;
  shares.forEach((holder, index) => {
    if (used === records.length) {
      if (used > 0) send(records);
      records = new Float64Array(Math.min(most, left) * length);
      used = 0;
    }
    const firstBlock = index * (SHARE_ROWS / holder.blockRows);
    const own = question.sampled && sample !== undefined ? { ...sample, firstBlock } : undefined;
    addAnswer(question, holder, records.subarray(used, used + length), own);
    used += length;
    left -= 1;
  });
  send(records);
}

function follow(command: Command): void {
  switch (command.kind) {
    case "start":
      for (const part of [mathematics, solvers]) part.module = command.kernel[part.name];
      shares = new OwnedShares(command.precision, command.columns);
      return;
    case "rows":
      shares.addRows(command.share, command.rows, command.weights);
      send(shares.moments(command.shift, command.measured));
      return;
    case "panels":
      shares.addPanels(command.share, command.panels, command.weights, command.residents);
      return;
    case "scale":
      shares.scale(command.scaling, command.offsets);
      return;
    case "ask":
      answer(command);
  }
}

/** Answers at `messages` from now on. */
export function serve(messages: Port): void {
  port = messages;
  port.onmessage = ({ data }) => {
    try {
      follow(data);
    } catch (error) {
      const code = error instanceof LogitRangeError ? error.code : undefined;
      const message = error instanceof Error ? error.message : String(error);
      port.postMessage({ kind: "failure", code, message }, []);
    }
  };
  port.postMessage({ kind: "ready" }, []);
}
