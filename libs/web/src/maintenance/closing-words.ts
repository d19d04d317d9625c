import type { Language, MaintenanceWindow } from '@toshobin/lending-rules';
import { timeIn } from '../page/time-words.ts';

/** R12. When the patrons' web is closed every day, as pages say it; undefined when it never is. */
export function closingHours(window: MaintenanceWindow, language: Language): string | undefined {
  if (window === 'off') return undefined;
  const [from, until] = [timeIn(language, window.from), timeIn(language, window.until)];
  return language === 'en'
    ? `Search, reservations and My Library are closed every day from ${from} to ${ended(until)}`
    : `毎日 ${from}から${until}まで、蔵書検索・予約・Myライブラリはお休みします。`;
}

/** R12. The sentence of CLOSED_FOR_MAINTENANCE, with the hour at which this window ends. */
export function closedUntil({ until }: Exclude<MaintenanceWindow, 'off'>, language: Language): string {
  return language === 'en'
    ? `Closed for maintenance until ${ended(timeIn('en', until))}`
    : `ただいまメンテナンス中です。${timeIn('ja', until)}からご利用いただけます。`;
}

/** An English sentence with its full stop, which "a.m." brings along. */
function ended(sentence: string): string {
  return sentence.endsWith('.') ? sentence : `${sentence}.`;
}
