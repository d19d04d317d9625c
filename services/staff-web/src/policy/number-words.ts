import type { LendingPolicy } from '@toshobin/lending-rules';

export type Kind =
  | { kind: 'period' | 'periods' | 'window' | 'weekdays' | 'months' }
  | { kind: 'number'; unit: string }
  | { kind: 'choice'; yes: string; no: string };

/** A field as it is drawn and comes back: the days of the week one by one. */
export type Typed = string | readonly string[];

/** What can't be read at all: no number of the rules is this, not even one that has a default. */
const UNREADABLE = null;

/** A number as staff write it: 21日, 10点, 8:00〜20:00. */
export function written(value: LendingPolicy[keyof LendingPolicy], kind: Kind): Typed {
  if (value === null) return NEVER;
  if (kind.kind === 'months') return monthWords(Number(value));
  if (typeof value === 'number') return `${value}${kind.kind === 'number' ? kind.unit : ''}`;
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return periodWords(value);
  if (!Array.isArray(value)) return `${shortTime(value.from)}〜${shortTime(value.until)}`;
  if (kind.kind === 'weekdays') return value.map(String);
  return value.map((one) => periodWords(String(one))).join('、');
}

/** What was typed, as the rules have it; they say whether it makes sense. */
export function readTyped(typed: Typed | undefined, kind: Kind): unknown {
  if (kind.kind === 'weekdays') {
    // An empty text is what a form sends for no day at all.
    return [typed ?? []].flat().filter(Boolean).map(Number);
  }
  if (typeof typed !== 'string') return UNREADABLE;
  const text = typed.normalize('NFKC').replace(/\s/g, '');
  switch (kind.kind) {
    case 'period':
      return readPeriod(text);
    case 'months':
      return readMonths(text);
    case 'periods':
      return text.split(/[、,]/).map(readPeriod);
    case 'window':
      return readWindow(text);
    case 'choice':
      return text === 'true' || text === 'false' ? text === 'true' : UNREADABLE;
    case 'number':
      return readNumber(text, kind.unit);
  }
}

/** What stands where something is done at no time. */
const NEVER = '消さない';

/** 24 is 2年, 18 is 1年6か月. */
function monthWords(months: number): string {
  const [years, rest] = [Math.floor(months / 12), months % 12];
  return `${years === 0 ? '' : `${years}年`}${rest === 0 ? '' : `${rest}か月`}`;
}

/** Null is a number here: what can't be read is left as it is, which is none. */
function readMonths(text: string): number | string | null {
  if (text === NEVER) return null;
  const found = /^(?:(\d{1,3})年間?)?(?:(\d{1,3})[かヶケカ箇]月間?)?$/.exec(text);
  return text === '' || found === null ? text : Number(found[1] ?? 0) * 12 + Number(found[2] ?? 0);
}

const units = new Map([
  ['W', '週間'],
  ['D', '日'],
  ['H', '時間'],
  ['M', '分'],
  ['S', '秒'],
]);

/** P21D is 21日, PT1H30M is 1時間30分. */
function periodWords(period: string): string {
  return [...period.matchAll(/([\d.]+)([WDHMS])/g)]
    .map(([, count = '', unit = '']) => `${count}${units.get(unit) ?? ''}`)
    .join('');
}

const PERIOD = /^(?:(\d+)週間?)?(?:(\d+)日間?)?(?:(\d+)時間)?(?:(\d+)分間?)?(?:(\d+(?:\.\d+)?)秒間?)?$/;

function readPeriod(text: string): string | typeof UNREADABLE {
  if (/^P/.test(text)) return text;
  const found = PERIOD.exec(text);
  if (text === '' || found === null) return UNREADABLE;
  const [, weeks, days, hours, minutes, seconds] = found;
  const date = days === undefined ? part(weeks, 'W') : `${Number(weeks ?? 0) * 7 + Number(days)}D`;
  const time = `${part(hours, 'H')}${part(minutes, 'M')}${part(seconds, 'S')}`;
  // A week stands alone in ISO 8601.
  const whole = time !== '' && weeks !== undefined && days === undefined ? `${Number(weeks) * 7}D` : date;
  return `P${whole}${time === '' ? '' : `T${time}`}`;
}

function part(count: string | undefined, unit: string): string {
  return count === undefined ? '' : `${count}${unit}`;
}

function readNumber(text: string, unit: string): number | typeof UNREADABLE {
  const digits = text.endsWith(unit) ? text.slice(0, -unit.length) : text;
  return /^\d{1,9}$/.test(digits) ? Number(digits) : UNREADABLE;
}

function readWindow(text: string): { from: string; until: string } | typeof UNREADABLE {
  const found = /^(\d{1,2}):(\d\d)(?:[〜~-]|から)(\d{1,2}):(\d\d)(?:まで)?$/.exec(text);
  if (found === null) return UNREADABLE;
  const [, fromHour = '', fromMinute, untilHour = '', untilMinute] = found;
  return {
    from: `${fromHour.padStart(2, '0')}:${fromMinute}`,
    until: `${untilHour.padStart(2, '0')}:${untilMinute}`,
  };
}

function shortTime(time: string): string {
  return time.replace(/^0/, '');
}

/** What to write instead, where it could not be understood or makes no sense. */
export function howToWrite(kind: Kind): string {
  switch (kind.kind) {
    case 'period':
      return '「21日」「3週間」「30分」のように、期間を書いてください。';
    case 'months':
      return `「2年」「6か月」のように、1か月から20年までで書いてください。消さないときは「${NEVER}」と書いてください。`;
    case 'periods':
      return '「1日、7日、14日」のように、短いものから順に書いてください。';
    case 'window':
      return '「8:00〜20:00」のように、早い時刻から遅い時刻までを書いてください。';
    case 'weekdays':
      return '一週間のすべては選べません。';
    case 'choice':
      return 'どちらかを選んでください。';
    case 'number':
      return `「10${kind.unit}」のように、1${kind.unit}以上の数を書いてください。${kind.unit === 'g' || kind.unit === 'mm' ? '' : `1000${kind.unit}までです。`}`;
  }
}
