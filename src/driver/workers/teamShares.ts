import { SHARE_ROWS } from "../../kernel/layout.ts";
import { answerLength } from "../ask.ts";
import type { Ask } from "../driveAsync.ts";
import type { WorkerTeam } from "./team.ts";

export function shareCount(rows: number): number {
  return Math.ceil(rows / SHARE_ROWS);
}

/**
 * Calls `use` with each share and the worker whose it is, in turns, so that all workers have something to do from early
 * on.
 */
export async function forShares(
  team: WorkerTeam,
  rows: number,
  pause: (epochs: number) => Promise<void>,
  use: (worker: number, share: number, first: number, end: number) => void,
): Promise<void> {
  const runs = team.runs(shareCount(rows));
  const most = Math.max(...runs.map(({ first, end }) => end - first));
  for (let turn = 0; turn < most; ++turn) {
    for (const [worker, run] of runs.entries()) {
      const share = run.first + turn;
      if (share >= run.end) continue;
      const first = share * SHARE_ROWS;
      use(worker, share, first, Math.min(rows, first + SHARE_ROWS));
      await pause(SHARE_ROWS / rows);
    }
  }
}

/** A function that asks the team, for driveAsync. */
export function askTeam(team: WorkerTeam, rows: number): Ask {
  return (question, sample) => {
    team.postAll({ kind: "ask", question, sample: question.sampled ? sample : undefined });
    return team.sum(shareCount(rows), answerLength(question));
  };
}
