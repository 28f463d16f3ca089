/**
 * Whether a test is to try every size, number of workers or problem (`npm run test:heavy`), or a spread of them that a newcomer can
 * wait for (`npm test`). The files that ask are listed in vitest.config.ts.
 */
export const EVERY_SIZE = process.env.EVERY_SIZE === "1";

/** All of `every` under test:heavy, otherwise those at the given places. */
export function spread<Size>(every: readonly Size[], ...places: readonly number[]): readonly Size[] {
  return EVERY_SIZE ? every : every.filter((_, place) => places.includes(place));
}
