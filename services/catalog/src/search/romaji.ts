const rows: Readonly<Record<string, string>> = {
  '': 'あいうえお',
  k: 'かきくけこ',
  g: 'がぎぐげご',
  s: 'さしすせそ',
  z: 'ざじずぜぞ',
  t: 'たちつてと',
  d: 'だぢづでど',
  n: 'なにぬねの',
  h: 'はひふへほ',
  b: 'ばびぶべぼ',
  p: 'ぱぴぷぺぽ',
  m: 'まみむめも',
  r: 'らりるれろ',
  l: 'らりるれろ',
};
/** Syllables in the order a, i, u, e, o; those that no speaker writes are left out. */
const compound: Readonly<Record<string, string>> = {
  y: 'や い ゆ いぇ よ',
  w: 'わ うぃ う うぇ を',
  f: 'ふぁ ふぃ ふ ふぇ ふぉ',
  v: 'ば び ぶ べ ぼ',
  j: 'じゃ じ じゅ じぇ じょ',
  sh: 'しゃ し しゅ しぇ しょ',
  ch: 'ちゃ ち ちゅ ちぇ ちょ',
  ts: 'つぁ つぃ つ つぇ つぉ',
  dz: 'づぁ づぃ づ づぇ づぉ',
  ky: 'きゃ きぃ きゅ きぇ きょ',
  gy: 'ぎゃ ぎぃ ぎゅ ぎぇ ぎょ',
  sy: 'しゃ しぃ しゅ しぇ しょ',
  zy: 'じゃ じぃ じゅ じぇ じょ',
  jy: 'じゃ じぃ じゅ じぇ じょ',
  ty: 'ちゃ ちぃ ちゅ ちぇ ちょ',
  cy: 'ちゃ ちぃ ちゅ ちぇ ちょ',
  dy: 'ぢゃ ぢぃ ぢゅ ぢぇ ぢょ',
  ny: 'にゃ にぃ にゅ にぇ にょ',
  hy: 'ひゃ ひぃ ひゅ ひぇ ひょ',
  by: 'びゃ びぃ びゅ びぇ びょ',
  py: 'ぴゃ ぴぃ ぴゅ ぴぇ ぴょ',
  my: 'みゃ みぃ みゅ みぇ みょ',
  ry: 'りゃ りぃ りゅ りぇ りょ',
  kw: 'くゎ くぃ く くぇ くぉ',
  gw: 'ぐゎ ぐぃ ぐ ぐぇ ぐぉ',
};
const syllables: ReadonlyMap<string, string> = new Map([
  ...Object.entries(rows).flatMap(([start, row]) =>
    [...row].map((kana, n): [string, string] => [start + 'aiueo'.charAt(n), kana]),
  ),
  ...Object.entries(compound).flatMap(([start, row]) =>
    row.split(' ').map((kana, n): [string, string] => [start + 'aiueo'.charAt(n), kana]),
  ),
]);

/**
 * The kana that a word in Latin letters stands for, in any usual spelling: Hepburn and 訓令式, long vowels with a line, a
 * hat, an h, doubled or not told at all. Undefined for what is no word of Japanese: kafka, poe2.
 */
export function kanaOfRomaji(word: string): string | undefined {
  let rest = word
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[’‘`]/gu, "'")
    .replace(/(?!')[\p{P}\p{Z}]/gu, '')
    // Satoh, ohno: an h that only makes the vowel long.
    .replace(/oh(?![aiueoy])/gu, 'o');
  if (!/^[a-z']+$/u.test(rest)) return undefined;
  let kana = '';
  while (rest !== '') {
    const [taken, sound] = nextSyllable(rest);
    if (taken === 0) return undefined;
    kana += sound;
    rest = rest.slice(taken);
  }
  return kana;
}

function nextSyllable(rest: string): [taken: number, kana: string] {
  if (/^n'/u.test(rest)) return [2, 'ん'];
  // An n that begins no syllable, and the m that stands for it: shinbun, shimbun.
  if (/^n(?![aiueoy])/u.test(rest) || /^m(?=[bp])/u.test(rest)) return [1, 'ん'];
  if (/^([bcdfghjklmprstvwyz])\1/u.test(rest) || rest.startsWith('tch')) return [1, 'っ'];
  for (const length of [3, 2, 1]) {
    const kana = syllables.get(rest.slice(0, length));
    if (kana !== undefined) return [length, kana];
  }
  return [0, ''];
}
