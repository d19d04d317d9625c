/** The Japanese eras of documents: in kanji, by their letter, and the Western year before their first. */
export const eras = [
  { kanji: '明治', letter: 'M', before: 1867 },
  { kanji: '大正', letter: 'T', before: 1911 },
  { kanji: '昭和', letter: 'S', before: 1925 },
  { kanji: '平成', letter: 'H', before: 1988 },
  { kanji: '令和', letter: 'R', before: 2018 },
] as const;
