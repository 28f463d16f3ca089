const WORDS_OF_TEXT = 3;

/**
 * Whether a column is one of texts: its median cell, of those that are there, has three words or more, since at least
 * half of them do. A word is here what stands between white spaces and has a letter, so dates are no texts.
 * @param counts how many times each of the cells is there, where these are the levels of a column; once without
 */
export function looksLikeText(cells: ArrayLike<unknown>, counts?: ArrayLike<number>): boolean {
  let texts = 0;
  let others = 0;
  for (let i = 0; i < cells.length; ++i) {
    const cell = cells[i];
    if (cell === null || cell === undefined || Number.isNaN(cell)) continue;
    const count = counts === undefined ? 1 : (counts[i] as number);
    if (typeof cell === "string" && isText(cell)) texts += count;
    else others += count;
  }
  return texts > 0 && texts >= others;
}

function isText(cell: string): boolean {
  let words = 0;
  for (const [part] of cell.matchAll(/\S+/g)) if (/\p{L}/u.test(part) && ++words === WORDS_OF_TEXT) return true;
  return false;
}
