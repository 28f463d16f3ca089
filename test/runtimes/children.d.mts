import type { ChildProcess, SpawnOptions } from "node:child_process";

export interface Output {
  readonly stdout: string;
  readonly stderr: string;
}

export const TIME_LIMIT_SECONDS: number;
export function withChild<Result>(
  command: readonly string[],
  options: SpawnOptions,
  use: (child: ChildProcess, output: Output) => Promise<Result>,
  limitSeconds?: number,
): Promise<Result>;
export function outputOf(command: readonly string[], options: SpawnOptions): Promise<string>;
