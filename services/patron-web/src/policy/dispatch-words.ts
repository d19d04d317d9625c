import type { Language } from '@toshobin/lending-rules';
import { sayIn } from '@toshobin/web';

/** R11. The days on which parcels leave, by how many there are a week: 週2回の発送日に, twice a week. */
export function dispatchDaysIn(language: Language, aWeek: number): string {
  const say = sayIn(language);
  const english = ['', 'once a week', 'twice a week'][aWeek] ?? `on ${aWeek} days a week`;
  return say(`週${aWeek}回の発送日に`, english);
}

/** R11. How many are about a parcel by Yu-Mail, by the most that there may be: 1〜2冊, 1 or 2 items. */
export function yuMailItemsIn(language: Language, most: number): string {
  if (most === 1) return language === 'en' ? '1 item' : '1冊';
  return language === 'en' ? `1 ${most === 2 ? 'or' : 'to'} ${most} items` : `1〜${most}冊`;
}
