import type { RecordSummary } from '@toshobin/contracts';
import type { Say } from '@toshobin/web';

type Named = Pick<RecordSummary, 'kind' | 'title' | 'subtitle' | 'volume'>;

/** Whether other volumes or issues stand beside it. */
export function isOneOfSeveral({ kind, volume }: Pick<Named, 'kind' | 'volume'>): boolean {
  return kind === 'magazineIssue' || volume > 0;
}

/**
 * What a volume is called beside its others, and what it is about: 第3巻, 壬生と島原の巻; 上; 2026年11月号.
 * A subtitle that begins with the number of the volume does not say it again.
 */
export function volumeName(record: Named, say: Say): { name: string; about: string | null } {
  const { kind, title, subtitle, volume } = record;
  if (kind === 'magazineIssue') return { name: subtitle ?? title, about: null };
  const words = subtitle ?? '';
  if (/^[上中下]/u.test(words)) return { name: words, about: null };
  const about = words.replace(new RegExp(`^(第?0*${volume}巻?)(\\s|$)`, 'u'), '').trim();
  return { name: say(`第${volume}巻`, `Volume ${volume}`), about: about === '' ? null : about };
}

const DIGITS = '〇一二三四五六七八九';

/** The number of a volume as it stands on a slip: 三, 十二, 四十一. */
export function kanjiNumber(volume: number): string {
  const [tens, ones] = [Math.floor(volume / 10), volume % 10];
  if (tens > 9) return String(volume);
  const ten = tens === 0 ? '' : `${tens === 1 ? '' : DIGITS.charAt(tens)}十`;
  return ten + (ones === 0 ? '' : DIGITS.charAt(ones));
}
