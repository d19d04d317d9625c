import type { WaitEstimate } from '@toshobin/contracts';
import type { Say } from '@toshobin/web';

/** The estimate of a wait as people say it: およそ3〜5週間; past half a year in months. */
export function waitWords({ weeksFrom, weeksTo }: WaitEstimate, say: Say): string {
  if (weeksFrom === 0) {
    return weeksTo === 1
      ? say('およそ1週間以内', 'within about a week')
      : say(`およそ${weeksTo}週間以内`, `within about ${weeksTo} weeks`);
  }
  if (weeksFrom < 26) {
    return say(`およそ${weeksFrom}〜${weeksTo}週間`, `about ${weeksFrom} to ${weeksTo} weeks`);
  }
  const [from, to] = [Math.floor(weeksFrom / 4.35), Math.ceil(weeksTo / 4.35)];
  return say(`およそ${from}〜${to}か月`, `about ${from} to ${to} months`);
}
