/** R2. The initial password of the library's own page: the birth date of the Western calendar, YYYYMMDD. */
export function initialPasswordOf(birthDate: string): string {
  return birthDate.replaceAll('-', '');
}
