/**
 * What a worker runs: it owns shares of rows and answers questions about them. scripts/workerProgram.mjs makes one text
 * of this file and what it needs, which ends in a call of `serve`; spawn.ts puts the declaration of `port` before it.
 */

import { LogitRangeError } from "../../errors.ts";
import { BLOCK_ROWS, SHARE_ROWS } from "../../kernel/layout.ts";
import { OwnedShares } from "../../rows/ownedShares.ts";
import { OwnedSparseRows } from "../../rows/ownedSparseRows.ts";
import type { RowSample } from "../../rows/rowSample.ts";
import { ShareSums } from "../../rows/shareSums.ts";
import { mathematics, solvers, sparse } from "../../wasm/kernelParts.ts";
import { addAnswer, addSums, answerLength } from "../ask.ts";
import type { Ask, Command, Reply } from "./messages.ts";

/** A worker's end: a MessagePort of Node, or the global of a Web Worker. */
interface Port {
  onmessage: (event: { readonly data: Command }) => void;
  postMessage(reply: Reply, transfer: ArrayBuffer[]): void;
}

let port: Port;
let owned: OwnedShares | OwnedSparseRows;

function send({ nodes }: ShareSums): void {
  const records = nodes.map(({ record }) => record);
  const reply: Reply = { kind: "nodes", records };
  port.postMessage(
    reply,
    records.map(({ buffer }) => buffer),
  );
}

function answer({ question, sample }: Ask): void {
  const sums = new ShareSums(answerLength(question), owned.first);
  const sampleFrom = (index: number): RowSample | undefined =>
    sample && { ...sample, firstBlock: index * (SHARE_ROWS / BLOCK_ROWS) };
  if (owned instanceof OwnedSparseRows) addSums(question, owned.holder, sums, sampleFrom(owned.first));
  else {
    const record = new Float64Array(sums.length);
    owned.forEach((holder, index) => {
      record.fill(0);
      addAnswer(question, holder, record, sampleFrom(index));
      sums.add(record);
    });
  }
  send(sums);
}

function follow(command: Command): void {
  switch (command.kind) {
    case "start":
      for (const part of [mathematics, solvers, sparse]) part.module = command.kernel[part.name];
      return;
    case "dense":
      owned = new OwnedShares(command.precision, command.columns);
      return;
    case "sparse":
      owned = new OwnedSparseRows(command.first, command.room, command.unit);
      return;
    case "ask":
      answer(command);
      return;
    default:
      if (owned instanceof OwnedShares) followDense(owned, command);
      else if (command.kind === "entries") owned.add(command.part, command.signed, command.offsets);
  }
}

function followDense(shares: OwnedShares, command: Command): void {
  switch (command.kind) {
    case "rows":
      shares.addRows(command.share, command.rows, command.weights);
      shares.measure(command.shift, command.measured);
      return;
    case "moments":
      send(shares.moments);
      return;
    case "panels":
      shares.addPanels(command.share, command.panels, command.weights, command.residents);
      return;
    case "scale":
      shares.scale(command.scaling, command.offsets);
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
