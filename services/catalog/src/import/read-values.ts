import { eras } from '@toshobin/lending-rules';
import type { LendingCategory, RecordKind } from '../generated/prisma/enums.ts';
import { normalise } from '../words/normalise.ts';
import { readVolume, readVolumeNumber } from '../words/read-volume.ts';
import { type Mapping, meaningOf } from './mapping.ts';

/** An era by both its characters; by its first (昭29) or its letter (S29, H.29) where no letter stands before. */
const ERA = eras
  .map(({ kanji, letter }) => `${kanji}|(?<!\\p{L})(?:${kanji.charAt(0)}|${letter}\\.?)`)
  .join('|');
const YEAR_OF_ERA = new RegExp(`(${ERA})(元|\\d{1,2}(?!\\d)|[一二三四五六七八九十]{1,3})`, 'iu');

/**
 * The first year of the Western calendar in a text (c1999, 平成 11 [1999], 1998-2001), else the first of an era (平成29年,
 * [昭和29], 令和元年, 昭和二十九年, S29); undefined where there is none.
 */
export function readYear(text: string): number | undefined {
  const folded = text.normalize('NFKC');
  const western = /(?<!\d)(1[0-9]{3}|20[0-9]{2})(?!\d)/u.exec(folded)?.[1];
  if (western !== undefined) return Number(western);
  const [, name = '', year = ''] = YEAR_OF_ERA.exec(folded.replaceAll(/\s/gu, '')) ?? [];
  const era = eras.find(
    ({ kanji, letter }) => name.startsWith(kanji.charAt(0)) || name.toUpperCase().startsWith(letter),
  );
  const inEra = year === '元' ? 1 : readVolumeNumber(year);
  return era === undefined || inEra === undefined ? undefined : era.before + inEra;
}

type Units = Readonly<Record<string, number>>;
/** Units of weight, in grams; of two that begin alike the longer first. */
export const weightUnits: Units = { キログラム: 1000, キロ: 1000, kg: 1000, グラム: 1, g: 1 };
/** Units of thickness, in millimetres. */
export const thicknessUnits: Units = { センチ: 10, cm: 10, ミリ: 1, mm: 1 };

/**
 * A weight, thickness or count that a cell begins with, a whole number: 300, 約300g, 1,200 g, 0.3kg, 1.5cm. Undefined
 * where it says none, or 0, which systems write for a copy that was not weighed.
 */
export function readMeasure(text: string, units: Units = {}): number | undefined {
  const [, number = '', unit = ''] =
    /^(?:約|およそ|ca?\.)?\s*(\d{1,3}(?:,\d{3})+|\d{1,5}(?:\.\d+)?)\s*(.*)/u.exec(
      text.normalize('NFKC').trim().toLowerCase(),
    ) ?? [];
  const [, times = 1] = Object.entries(units).find(([name]) => unit.startsWith(name)) ?? [];
  return Math.round(Number(number.replaceAll(',', '')) * times) || undefined;
}

/** A class of the NDC as we keep it: 913.6; K913, 913/ナ are 913. */
function readNdc(text: string): string | undefined {
  return /(?<!\d)(\d{3}(?:\.\d+)?)(?!\d)/u.exec(text.normalize('NFKC'))?.[1];
}

/** Of several classes the finest of the first one's section: 913.6 of 913, 913.6 and 289.1. */
export function finestNdc(texts: readonly string[]): string | undefined {
  const classes = texts.flatMap((text) => readNdc(text) ?? []);
  const [first = ''] = classes;
  return classes
    .filter((one) => one.startsWith(first.slice(0, 3)))
    .reduce<string | undefined>(
      (finest, one) => (one.length > (finest?.length ?? 0) ? one : finest),
      undefined,
    );
}

/** The words before the number of a volume or part, in the languages of catalogues. */
const PART =
  /^(?:v|vols?|volume|pt|part|bk|book|no|nr|t|tome?|tomo|bd|band|teil|heft|dai)(?![a-z])[.\s]*(?=[\p{L}\p{N}])/u;
const numerals = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const SEVERAL = /^第?\d+\s*[\p{Pd}−~〜・&/]\s*\d/u;

/**
 * The number of the volume that a part's designation begins with: 第1巻 青春編, 上, v. 1, Part II, Book one. Undefined where
 * it names none, or several (1-2).
 */
export function readPart(text: string): number | undefined {
  const bare = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/^[\s\p{P}]+/u, '')
    .replace(PART, '')
    .replace(/(?<![a-z])[ivx]+(?![a-z])/gu, (roman) => String(readRoman(roman) ?? roman))
    .replace(/(?<=第|の)\s+|\s+(?=[巻部冊話回集章編篇])/gu, '');
  if (SEVERAL.test(bare)) return undefined;
  const [first = ''] = bare.split(/[\s\p{P}]+/u).filter((word) => word !== '');
  return readVolume(normalise(first)) ?? (numerals.indexOf(first) + 1 || undefined);
}

/** Roman numerals up to 39. */
function readRoman(text: string): number | undefined {
  const [whole = '', tens = '', ones = ''] = /^(x{0,3})(ix|iv|v?i{0,3})$/u.exec(text) ?? [];
  const value = ['', 'i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix'].indexOf(ones);
  return whole === '' ? undefined : tens.length * 10 + value;
}

/** A code of ISO 639-2; `und` and the like say nothing. */
export function readLanguage(text: string): string | undefined {
  const code = text.trim().toLowerCase().slice(0, 3);
  return /^[a-z]{3}$/.test(code) && !['und', 'zxx', 'mul'].includes(code) ? code : undefined;
}

/** How a record is lent, as a file says; undefined where it says nothing, or what no material of its kind is. */
export function lendingOf(
  mapping: Mapping,
  texts: readonly string[],
  kind: RecordKind,
): LendingCategory | undefined {
  const said = texts.flatMap((text) => meaningOf(mapping.lendings, text) ?? [])[0];
  return said === 'audiovisual' && kind !== 'audiovisual' ? undefined : said;
}

/** How material of a kind is lent where nothing else is said. */
export function lendingOfKind(kind: RecordKind): LendingCategory {
  return kind === 'audiovisual' ? 'audiovisual' : 'lendable';
}
