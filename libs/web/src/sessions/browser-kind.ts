import type { Language } from '@toshobin/lending-rules';
import { z } from 'zod';

/** What a browser runs on, and which family it is of: enough to know one's own by, and too little to be known by. */
export interface BrowserKind {
  machine: z.infer<typeof MachineSchema>;
  family: z.infer<typeof FamilySchema>;
}

const MachineSchema = z.enum(['computer', 'phone', 'tablet', 'unknown']);
const FamilySchema = z.enum([
  'LINE',
  'Edge',
  'Firefox',
  'Samsung Internet',
  'Opera',
  'Chrome',
  'Safari',
  'unknown',
]);

/** In this order: a browser names those before it, too. What looks like Chrome, whoever made it, is Chrome here. */
const families: readonly [RegExp, BrowserKind['family']][] = [
  [/\bLine\//, 'LINE'],
  [/\bEdg(A|iOS)?\//, 'Edge'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bOPR\//, 'Opera'],
  [/(Chrome|CriOS)\//, 'Chrome'],
  [/\bVersion\/.*\bSafari\//, 'Safari'],
];

/** An iPad says that it is a Macintosh, and is a computer here. */
const machines: readonly [RegExp, BrowserKind['machine']][] = [
  [/\biPad\b|\bTablet\b|\bAndroid\b(?!.*\bMobile\b)/, 'tablet'],
  [/\b(iPhone|Android|Mobile)\b/, 'phone'],
  [/\b(Windows NT|Macintosh|CrOS|X11)\b/, 'computer'],
];

/** The kind of browser by what it says of itself: one of a few dozen, with no version and no model. */
export function browserKind(userAgent = ''): BrowserKind {
  const first = <Kind>(table: readonly [RegExp, Kind][]) =>
    table.find(([pattern]) => pattern.test(userAgent))?.[1];
  return { machine: first(machines) ?? 'unknown', family: first(families) ?? 'unknown' };
}

/** As a column holds it; {@link readBrowserKind} reads it. */
export function writtenBrowserKind({ machine, family }: BrowserKind): string {
  return `${machine} ${family}`;
}

/** What a column says; a session of before has nothing there. */
export function readBrowserKind(written: string | null): BrowserKind {
  const [machine, ...family] = (written ?? '').split(' ');
  return {
    machine: MachineSchema.catch('unknown').parse(machine),
    family: FamilySchema.catch('unknown').parse(family.join(' ')),
  };
}

const machineWords: Record<BrowserKind['machine'], readonly [ja: string, en: string]> = {
  computer: ['パソコン', 'Computer'],
  phone: ['スマートフォン', 'Phone'],
  tablet: ['タブレット', 'Tablet'],
  unknown: ['種類の分からない端末', 'Device of an unknown kind'],
};

/** パソコンのChrome. */
export function browserWords({ machine, family }: BrowserKind, language: Language): string {
  const [ja, en] = machineWords[machine];
  if (language === 'en') return family === 'unknown' ? en : `${en}, ${family}`;
  return family === 'unknown' ? ja : `${ja}の${family}`;
}
