import { RecordIdSchema } from '@toshobin/contracts';
import { z } from 'zod';

/** What a button of the basket has just done, as the address of the next page says it. */
export interface JustDone {
  what: 'added' | 'removed';
  recordId: string;
}

const Query = z.object({
  added: RecordIdSchema.optional().catch(undefined),
  removed: RecordIdSchema.optional().catch(undefined),
});

/** Where a title stands on a page, with the basket's button. */
export function basketAnchor(recordId: string): string {
  return `basket-${recordId}`;
}

/** The page to go back to, told what was done; it opens where the title stands. */
export function backWith(back: string, { what, recordId }: JustDone): string {
  const url = new URL(back, 'http://here');
  url.searchParams.delete('added');
  url.searchParams.delete('removed');
  url.searchParams.set(what, recordId);
  return `${url.pathname}${url.search}#${basketAnchor(recordId)}`;
}

/** What the address says was done, if it is still so: a link that was kept says nothing that is no longer true. */
export function justDone(
  query: Readonly<Record<string, unknown>>,
  basket: readonly string[],
): JustDone | undefined {
  const { added, removed } = Query.parse({ added: query.added, removed: query.removed });
  if (added !== undefined && basket.includes(added)) return { what: 'added', recordId: added };
  if (removed !== undefined && !basket.includes(removed)) return { what: 'removed', recordId: removed };
  return undefined;
}
