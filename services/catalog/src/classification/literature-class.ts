/** The names of the language and country of each class of literature that is divided by form. */
const languages: readonly [ndc: string, names: readonly string[]][] = [
  ['91', ['日本', '国']],
  ['92', ['中国', '支那']],
  ['93', ['英米', '英', '英国', '英語', 'イギリス', 'アメリカ', '米国']],
  ['94', ['ドイツ', 'ドイツ語', '独逸', 'オーストリア']],
  ['95', ['フランス', 'フランス語', '仏蘭西']],
  ['96', ['スペイン', 'スペイン語']],
  ['97', ['イタリア', 'イタリア語', '伊太利']],
  ['98', ['ロシア', 'ロシア語', 'ソビエト', 'ソヴィエト', 'ソ連', '露西亜']],
];
const forms: readonly [digit: string, names: readonly string[]][] = [
  ['1', ['詩', '詩歌', '詩集', '歌集', '句集', '韻文']],
  ['2', ['戯曲', '劇', '芝居', '脚本']],
  ['3', ['小説', '物語', '長編小説', '短編小説', '長編', '短編', '長篇', '短篇']],
  ['4', ['評論', 'エッセイ', 'エッセー', '随筆', '随想']],
  ['5', ['日記', '書簡', '手紙', '紀行', '紀行文']],
  ['6', ['記録', '手記', 'ルポルタージュ']],
  ['7', ['箴言', 'アフォリズム', '格言']],
  ['8', ['作品集', '全集', '選集']],
];
const anyOf = (table: readonly [string, readonly string[]][]) =>
  table.flatMap(([, names]) => names).join('|');
const called = new RegExp(`^(${anyOf(languages)})(?:文学)?[の・\\s]*(${anyOf(forms)})$`, 'u');

/**
 * The class of a literature's works of one form, which the NDC divides in the same way for each of its languages:
 * ロシア文学の小説 and ロシア小説 are 983, フランスの詩 is 951. Undefined for all else.
 *
 * @param text as typed, in NFKC
 */
export function literatureClass(text: string): string | undefined {
  const [, language, form] = called.exec(text) ?? [];
  if (language === undefined || form === undefined) return undefined;
  const digitsOf = (table: readonly [string, readonly string[]][], name: string) =>
    table.find(([, names]) => names.includes(name))?.[0] ?? '';
  return digitsOf(languages, language) + digitsOf(forms, form);
}

/** The classes of one form of works in each literature that has it: 911, 921 and so on of 詩集. None for other words. */
export function classesOfForm(form: string): string[] {
  // 歴史小説 is in no other class than 小説.
  const called = form.replace(/^.+(?=小説$)/u, '');
  const [digit] = forms.find(([, names]) => names.includes(called)) ?? [];
  return digit === undefined ? [] : languages.map(([ndc]) => ndc + digit);
}
