/** What is read on a page: the text of its main part, without markup. */
export function wordsOf(page: string): string {
  const main = /<main[^>]*>(.*)<\/main>/s.exec(page)?.[1] ?? '';
  return main
    .replaceAll(/<(?:br|p|li|h\d|div|section|article|dt|dd)\b[^>]*>/g, '\n')
    .replaceAll(/<[^>]+>/g, '')
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&amp;', '&')
    .replaceAll(/\n+/g, '\n');
}
