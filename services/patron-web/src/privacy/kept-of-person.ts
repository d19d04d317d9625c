import type { KeptOfPatron, PatronId } from '@toshobin/contracts';
import { allow, type Decision, type Instant, instantFromDate, refuse } from '@toshobin/lending-rules';
import { orNone } from '@toshobin/service';
import type { PatronWebDeps } from '../deps.ts';
import { titleOf } from '../records/title-of.ts';
import type { KeptHere } from './kept-here.ts';

/** Records that the catalog is asked for at once. */
const AT_ONCE = 100;

type Titled<Row> = Row & { title: string | null };

/** Everything that is kept of one person, of the patron service and of this web, table by table. */
export interface KeptOfPerson extends Omit<KeptOfPatron, 'laterTitle'>, Omit<KeptHere, 'patronBasketItem'> {
  readonly laterTitle: readonly Titled<KeptOfPatron['laterTitle'][number]>[];
  readonly patronBasketItem: readonly Titled<KeptHere['patronBasketItem'][number]>[];
}

export interface ToldOfPerson {
  readonly toldAt: Instant;
  readonly kept: KeptOfPerson;
}

/**
 * What is kept of whoever gives the right password. A title that the catalog does not say, being away, is left out. Refuses SIGN_IN_FAILED
 * (also when no password was given) and SIGN_IN_LATER.
 */
export async function keptOfPerson(
  deps: Pick<PatronWebDeps, 'patron' | 'catalog' | 'keptHere' | 'now'>,
  { patronId, password }: { patronId: PatronId; password: string },
): Promise<Decision<ToldOfPerson>> {
  if (password === '') return refuse('SIGN_IN_FAILED');
  const toldAt = instantFromDate(deps.now());
  const there = await deps.patron.keptOfPatron({ params: { patronId }, body: { password, at: toldAt } });
  if (!there.ok) return there;
  const { patronBasketItem, ...here } = await deps.keptHere(patronId);
  const { laterTitle, ...rest } = there.value;
  const titles = new Map<string, string>();
  const recordIds = [...new Set([...laterTitle, ...patronBasketItem].map(({ recordId }) => recordId))];
  for (let n = 0; n < recordIds.length; n += AT_ONCE) {
    const body = { recordIds: recordIds.slice(n, n + AT_ONCE) };
    const found = await orNone(deps.catalog.summaries({ body }));
    for (const record of found?.records ?? []) titles.set(record.recordId, titleOf(record));
  }
  const titled = <Row extends { recordId: string }>(rows: readonly Row[]): Titled<Row>[] =>
    rows.map((row) => ({ title: titles.get(row.recordId) ?? null, ...row }));
  return allow({
    toldAt,
    kept: { ...rest, laterTitle: titled(laterTitle), ...here, patronBasketItem: titled(patronBasketItem) },
  });
}
