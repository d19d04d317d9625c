import type { Language } from '@toshobin/lending-rules';
import type { Library } from './events.ts';
import { hepburn } from './hepburn.ts';

/**
 * How a library is called in that language, on a page and in a mail: in English by its name as it stands on the building,
 * with how that is read, 宇土市立図書館 (Uto Shiritsu Toshokan).
 */
export function libraryNameIn(
  language: Language,
  { name, reading }: Pick<Library, 'name' | 'reading'>,
): string {
  return language === 'en' ? `${name} (${hepburn(reading)})` : name;
}
