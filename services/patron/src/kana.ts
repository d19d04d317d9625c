/** A reading as it is compared: without spaces and width, in hiragana and in katakana. */
export function inBothKana(text: string): [string, string] {
  const words = text.normalize('NFKC').replaceAll(/\s/g, '');
  return [shifted(words, 'ァ', 'ヶ', -0x60), shifted(words, 'ぁ', 'ゖ', 0x60)];
}

function shifted(text: string, first: string, last: string, by: number): string {
  return [...text]
    .map((sign) =>
      sign >= first && sign <= last ? String.fromCodePoint((sign.codePointAt(0) ?? 0) + by) : sign,
    )
    .join('');
}
