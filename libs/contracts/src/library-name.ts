/**
 * Is that the name of the library, as people write it? 合志市ヴィ―ブル図書館 is stored with U+2015, as the library's own page
 * has it; its news write U+30FC. So every dash is the same, and so are wide and narrow letters, brackets and spaces.
 */
export function isSameLibraryName(one: string, other: string): boolean {
  return folded(one) === folded(other);
}

/** Does the name contain what somebody has typed of it? By the same rule; nothing typed is in every name. */
export function libraryNameContains(name: string, typed: string): boolean {
  return folded(name).includes(folded(typed));
}

function folded(name: string): string {
  return name
    .normalize('NFKC')
    .replaceAll(/[\u002D\u2010-\u2015\u2212\u30FC]/g, 'ー')
    .replaceAll(/\s/g, '');
}
