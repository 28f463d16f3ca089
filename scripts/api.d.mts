/** The page, and the public names and members that have no doc comment. */
export function apiPage(): { readonly page: string; readonly undocumented: readonly string[] };
