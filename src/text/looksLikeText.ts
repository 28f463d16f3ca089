const WORDS_OF_TEXT = 3;

/**
 * Whether a column is one of texts: its median cell, of those that are there, has three words or more, since at least
 * half of them do. A word is here what stands between white spaces and has a letter, so dates are no texts.
 */
export function looksLikeText(cells: Iterable<unknown>): boolean {
  let texts = 0;
  let others = 0;
  for (const cell of cells) {
    if (cell === null || cell === undefined || Number.isNaN(cell)) continue;
    if (typeof cell === "string" && isText(cell)) ++texts;
    else ++others;
  }
  return texts > 0 && texts >= others;
}

function isText(cell: string): boolean {
  let words = 0;
  for (const [part] of cell.matchAll(/\S+/g)) if (/\p{L}/u.test(part) && ++words === WORDS_OF_TEXT) return true;
  return false;
}
