/**
 * What names and labels are compared by. Neither blanks around a text nor its Unicode form make another name of it: an
 * é typed on one machine is one code point (NFC), on another two (NFD), and nobody can see which.
 */
export function nameKey(text: string): string {
  return text.trim().normalize("NFC");
}
