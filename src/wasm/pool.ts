import { Arena } from "./arena.ts";

/** An idle arena above this size is dropped, since linear memory cannot shrink. */
const KEPT_BYTES = 64 * 1024 * 1024;

let idle: Arena | undefined;

/**
 * Runs `use` with an arena of its own and takes it back whatever happens. One idle arena is kept, so that a second fit
 * of the same size finds memory that is already touched. A call from within another (a callback that predicts) gets
 * another.
 */
export function withArena<Result>(use: (arena: Arena) => Result): Result {
  const { arena, giveBack } = takeArena();
  try {
    return use(arena);
  } finally {
    giveBack();
  }
}

/** withArena for work that pauses: nothing else uses the arena until its promise settles. */
export async function withArenaAsync<Result>(use: (arena: Arena) => Promise<Result>): Promise<Result> {
  const { arena, giveBack } = takeArena();
  try {
    return await use(arena);
  } finally {
    giveBack();
  }
}

function takeArena(): { arena: Arena; giveBack: () => void } {
  const arena = idle ?? new Arena();
  idle = undefined;
  const top = arena.top;
  const giveBack = (): void => {
    arena.release(top);
    if (arena.byteLength <= KEPT_BYTES) idle = arena;
  };
  return { arena, giveBack };
}
