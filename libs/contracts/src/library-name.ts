import type { Language } from '@toshobin/lending-rules';
import type { Library } from './events.ts';
import { hepburn } from './hepburn.ts';

/**
 * The name of a library in that language, on a page and in a mail: in English the name as it stands on the building,
 * with its reading, 宇土市立図書館 (Uto Shiritsu Toshokan).
 */
export function libraryNameIn(
  language: Language,
  { name, reading }: Pick<Library, 'name' | 'reading'>,
): string {
  return language === 'en' ? `${name} (${hepburn(reading)})` : name;
}
