import type { LendingCategory, RecordKind } from '../generated/prisma/enums.ts';
import { type Mapping, meaningOf } from './mapping.ts';

/** The first year in a text (c1999, 平成 11 [1999], 1998-2001); undefined where there is none. */
export function readYear(text: string): number | undefined {
  const year = /(?<!\d)(1[0-9]{3}|20[0-9]{2})(?!\d)/u.exec(text.normalize('NFKC'))?.[1];
  return year === undefined ? undefined : Number(year);
}

/** A class of the NDC as we keep it: 913.6; K913, 913/ナ are 913. */
export function readNdc(text: string): string | undefined {
  return /(?<!\d)(\d{3}(?:\.\d+)?)(?!\d)/u.exec(text.normalize('NFKC'))?.[1];
}

/** A code of ISO 639-2; `und` and the like say nothing. */
export function readLanguage(text: string): string | undefined {
  const code = text.trim().toLowerCase().slice(0, 3);
  return /^[a-z]{3}$/.test(code) && !['und', 'zxx', 'mul'].includes(code) ? code : undefined;
}

/** As it is said of it, else as material of its kind is lent. */
export function lendingOf(mapping: Mapping, text: string, kind: RecordKind): LendingCategory {
  const said = meaningOf(mapping.lendings, text);
  const fits = said !== 'audiovisual' || kind === 'audiovisual';
  if (said !== undefined && fits) return said;
  return kind === 'audiovisual' ? 'audiovisual' : 'lendable';
}
