import { isKana, normalise } from './normalise.ts';

const rowOf = (row: string, to: string) =>
  new Map([...row].map((kana, place): [string, string] => [kana, [...to][place] ?? kana]));
const aToO = rowOf('あかさたなはまやらわがざだばぱ', 'おこそとのほもよろおごぞどぼぽ');
const eToI = rowOf('えけせてねへめれげぜでべぺ', 'いきしちにひみりぎじぢびぴ');
const within = rowOf('はひふへほ', 'わいうえお');

/**
 * The reading, in today's kana, of a text in the kana of before 1946: くわん is かん, さう そう, きやう きよう, せう しよう, をがは おがわ. The
 * other way round it can't be told (にほん would be におん), so this never takes the place of the text as it is. Undefined
 * for a text that is not kana alone, or is read as it is written.
 */
export function readHistoricalKana(text: string): string | undefined {
  const written = normalise(text);
  if (!isKana(written)) return undefined;
  const read = written
    .replaceAll('くわ', 'か')
    .replaceAll('ぐわ', 'が')
    .replace(/(?<=.)[はひふへほ]/gu, (kana) => within.get(kana) ?? kana)
    .replace(/[あかさたなはまやらわがざだばぱ](?=う)/gu, (kana) => aToO.get(kana) ?? kana)
    .replace(/([えけせてねへめれげぜでべぺ])う/gu, (_whole, kana: string) => `${eToI.get(kana) ?? kana}よう`)
    .replace(/([きしちにひみりぎじびぴ])う/gu, '$1ゆう')
    .replace(/いう/gu, 'ゆう');
  return read === written ? undefined : read;
}
