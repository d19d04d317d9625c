import type { Language } from '@toshobin/lending-rules';
import { sayIn } from '@toshobin/web';

/** R11. The days on which parcels leave, by how many there are a week: 週2回の発送日に, twice a week. */
export function dispatchDaysIn(language: Language, aWeek: number): string {
  const say = sayIn(language);
  const english = ['', 'once a week', 'twice a week'][aWeek] ?? `on ${aWeek} days a week`;
  return say(`週${aWeek}回の発送日に`, english);
}
