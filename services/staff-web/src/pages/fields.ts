import { type LibraryCode, LibraryCodeSchema } from '@toshobin/contracts';
import type { Request } from 'express';
import { z } from 'zod';
import { stepFields } from '../scans/when-scanned.ts';
import type { BigAnswer } from '../sessions/desk-state.ts';

/** What every scan form posts, full-width digits folded. */
export const scanFields = {
  ...stepFields,
  code: z
    .string()
    .max(64)
    .transform((text) => text.normalize('NFKC').trim()),
};

/** What the page shows as its last scan, which a 0 takes back: a fact, or a copy; empty where there is none. */
export const shownField = { shown: z.string().max(64).optional() };

/** The answer that stands on the page (`signOf`): a digit answers what its own window asks, not what another one does. */
export const askedField = { asked: z.string().max(64).optional() };

/** How an answer is told from the others of its page: by its scan, or by what was read. */
export function signOf(answer: Pick<BigAnswer, 'factId' | 'code'> | undefined): string {
  return answer?.factId ?? answer?.code ?? '';
}

/** The last answer of a session, where it is the one that stands on the page; a form that does not say is taken to show it. */
export function standingOn<A extends Pick<BigAnswer, 'factId' | 'code'>>(
  page: { asked?: string | undefined },
  last: A | undefined,
): A | undefined {
  return page.asked === undefined || page.asked === signOf(last) ? last : undefined;
}

/** 代行入力: the pickup library that the prefectural desk acts for. */
export const forLibraryField = { library: LibraryCodeSchema.optional() };

/** The same in the address of a page. */
export function libraryIn(request: Request): LibraryCode | undefined {
  return LibraryCodeSchema.safeParse(request.query.library).data;
}

/** What was typed into a page's search, cut to a length; what is no text (NUL, half a character) finds nothing. */
export function typedInto(request: Request, field: string, longest: number): string {
  const typed = request.query[field];
  return typeof typed === 'string' ? textTyped(typed, longest) : '';
}

/** The same, from a form. */
export function textTyped(typed: string, longest: number): string {
  return typed
    .trim()
    .slice(0, longest)
    .replace(/[\0\p{Surrogate}]/gu, '\ufffd');
}

/** Where a copy was given back; the first emptying of the day counts for the last open day before it (R10). */
export const WhereFromSchema = z.enum(['counter', 'firstBookDrop', 'bookDrop']);
export type WhereFrom = z.infer<typeof WhereFromSchema>;

export function bookDropOf(from: WhereFrom): { bookDrop: boolean; firstEmptyingOfDay: boolean } {
  return { bookDrop: from !== 'counter', firstEmptyingOfDay: from === 'firstBookDrop' };
}
