import { CalendarDateSchema, type Language, MONTHS_EN } from '@toshobin/lending-rules';
import type { ComponentChildren } from 'preact';

/** A date as it is written out in either language, or a run of Japanese. */
const parts = {
  ja: /\d{4}年\d{1,2}月\d{1,2}日（.）/gu,
  en: new RegExp(
    `(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \\d{1,2} (?:${MONTHS_EN.join('|')}) \\d{4}|[\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}ー―・々「」（）]+`,
    'gu',
  ),
} as const;

/**
 * A sentence with its dates as `<time>`; on an English page what is Japanese in it (a library's name, a title) is marked
 * as such, so that it is read out in Japanese.
 */
export function Words({ text, language }: { text: string; language: Language }) {
  const found: ComponentChildren[] = [];
  let at = 0;
  for (const match of text.matchAll(parts[language])) {
    found.push(text.slice(at, match.index), part(match[0], language));
    at = match.index + match[0].length;
  }
  return <>{[...found, text.slice(at)]}</>;
}

function part(text: string, language: Language) {
  const date = dateWritten(text);
  if (date !== undefined) return <time dateTime={date}>{text}</time>;
  return language === 'en' ? <span lang="ja">{text}</span> : text;
}

/** The day that a text is the date of; undefined for anything else. */
function dateWritten(text: string): string | undefined {
  const ja = /^(\d+)年(\d+)月(\d+)日/.exec(text);
  if (ja) return dayOf(ja[1], ja[2], ja[3]);
  const en = /^\w{3} (\d+) (\w+) (\d+)$/.exec(text);
  return en ? dayOf(en[3], String(MONTHS_EN.indexOf(en[2] ?? '') + 1), en[1]) : undefined;
}

function dayOf(year = '', month = '', day = ''): string | undefined {
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return CalendarDateSchema.safeParse(iso).data;
}

/** The words of a button, in which もう一度 stands whole: large, or on a narrow phone, a line would end within it. */
export function Label({ text }: { text: string }) {
  const [before, after] = text.split('もう一度');
  if (after === undefined) return <>{text}</>;
  return (
    <span>
      {before}
      <span class="whole">もう一度</span>
      {after}
    </span>
  );
}
