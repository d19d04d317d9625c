import type { SentForm } from '@toshobin/web';
import { keptForms } from '../all-verbs.ts';
import { pageWith } from '../pages/keep-answer.ts';
import { numberKept } from '../scans/number-kept.ts';

/**
 * What is kept of staff's beside the verbs, by the address its form goes to: what stands by itself and means the same half an hour later.
 * Not kept, but said to be not done: a scan and its taking back (it is the copy in the hand that counts; of a scan its
 * page and its number are kept, to be read again there), and whatever rests on the person or the scans that the session had in hand and has forgotten
 * (電話受付, the counter, a card that was called up): sent again it could be done for another person. Nor is what asks
 * for passwords and codes.
 */
const kept: readonly [address: RegExp, what: string][] = [
  [/^\/policy$/, '決まりの数字の変更'],
  [/^\/closures\/several$/, 'いくつかの館の臨時休館の登録'],
  [/^\/closures\/[^/]+\/together$/, 'いくつかの館の休館の取りやめ'],
  [/^\/arrivals\/contents$/, '届いた小包の中身の知らせ'],
  [/^\/dispatch-board\/[^/]+$/, '発送の記録'],
  [/^\/shelf-checks\/[^/]+\/look$/, '「棚にありますか」の答え'],
];

/** What has happened with the end of the session anyway, what changes nothing, and the sign-in itself. */
const over = /^\/(sign-out|sign-in.*|hand-out\/done|phone\/done|phone\/titles|find|look-up|tasks|audit)$/;

const scanPages = ['/arrivals', '/hand-in', '/hand-out', '/returns', '/pick-list'];

const pathOf = (address: string) => address.split('?')[0] ?? '';

export function keptActOf(address: string): string | undefined {
  return [...keptForms, ...kept].find(([pattern]) => pattern.test(pathOf(address)))?.[1];
}

/** What of a scan is kept that was not carried out: its fact, by which the browser that keeps it too knows it again, and where it was made, as that page was, with its number. */
export function scanIn({ action, fields }: SentForm): { factId?: string; page?: string; code?: string } {
  const path = pathOf(action);
  const own = (name: string) => (typeof fields[name] === 'string' ? fields[name] : undefined);
  const [factId, code] = [own('factId'), own('code')];
  if (factId === undefined || code === undefined) return {};
  if (!scanPages.includes(path)) return { factId };
  const page = pageWith(path, { library: own('library'), from: own('from') });
  return { factId, page, code: numberKept(code) };
}

export function isOver(address: string): boolean {
  return over.test(pathOf(address));
}
