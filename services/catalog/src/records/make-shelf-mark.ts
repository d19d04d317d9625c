import type { LendingCategory, RecordKind } from '../generated/prisma/enums.ts';

/** What makes a shelf mark. */
export interface Shelved {
  kind: RecordKind;
  lending: LendingCategory;
  ndc: string | null;
  /** A children's book stands apart, under K. */
  forChildren?: boolean;
  titleReading: string;
  authorReading: string;
}

/**
 * The shelf mark of a copy: three digits of the class / first kana of the author, of the title where there is no author
 * or the material stands by title. 「913/ナ」, children's 「K913/ミ」, reference books 「R031/ヒ」, magazines 「P/シ」,
 * audio-visual 「V767/ア」; 「X」 where there is no class, 「＊」 where nothing has kana.
 */
export function makeShelfMark(item: Shelved): string {
  const ofTitle = firstKana(item.titleReading) ?? '＊';
  if (item.kind === 'magazineIssue') return `P/${ofTitle}`;
  const room =
    item.kind === 'audiovisual' ? 'V' : item.lending === 'referenceOnly' ? 'R' : item.forChildren ? 'K' : '';
  return `${room}${item.ndc?.slice(0, 3) ?? 'X'}/${firstKana(item.authorReading) ?? ofTitle}`;
}

/** The first kana of a reading as katakana, small ones as large; undefined where the reading has none. */
function firstKana(reading: string): string | undefined {
  const kana = /[ぁ-ゖァ-ヶ]/.exec(reading.normalize('NFKC'))?.[0];
  if (kana === undefined) return undefined;
  const code = kana.charCodeAt(0);
  const katakana = code < 0x30a1 ? String.fromCharCode(code + 0x60) : kana;
  const small = 'ァィゥェォッャュョヮヵヶ'.indexOf(katakana);
  return small < 0 ? katakana : 'アイウエオツヤユヨワカケ'.charAt(small);
}
