import { RecordKindSchema, SearchOrderSchema, SearchQuerySchema } from '@toshobin/contracts';
import { z } from 'zod';

/** What a visitor asks of the catalogue, as the contract has it. */
export type Asked = z.output<typeof SearchQuerySchema>;

/** What is typed beyond this counts for nothing. */
export const TEXT_LIMIT = 200;

const first = (value: unknown): unknown => (Array.isArray(value) ? value[0] : value);

/** One line of text as typed, without what no text has: control characters and halves of characters. */
function lineOf(value: unknown): string {
  const typed = first(value);
  if (typeof typed !== 'string') return '';
  return [...typed.replaceAll(/[\p{Control}\p{Surrogate}]/gu, ' ')].slice(0, TEXT_LIMIT).join('').trim();
}

const TEXTS = ['q', 'title', 'author', 'publisher', 'about', 'subject', 'ndc', 'isbn', 'from', 'to'] as const;
const text = z.string();
const LinesSchema = z.record(z.enum(TEXTS), text);

/** The fields of a search that are typed, as lines. */
export function linesOf(query: Readonly<Record<string, unknown>>): z.infer<typeof LinesSchema> {
  return LinesSchema.parse(Object.fromEntries(TEXTS.map((name) => [name, lineOf(query[name])])));
}

/** Digits typed in any width, with what people write beside them taken off: 1906年, 913.6. */
const digits = (beside: RegExp) =>
  text.transform((typed) => typed.normalize('NFKC').replaceAll(beside, '').trim());

const year = digits(/年$/g).transform((typed) =>
  /^[0-9]{1,4}$/.test(typed) && Number(typed) > 0 ? typed : '',
);
const truth = z
  .preprocess(first, z.enum(['true']))
  .optional()
  .catch(undefined);

/** Each field of a search, texts as lines: what makes no sense counts as not given. */
const Tolerant = z.object({
  q: text,
  title: text,
  author: text,
  publisher: text,
  about: text,
  subject: text,
  ndc: digits(/\..*$/g).transform((typed) => (/^[0-9]{1,3}$/.test(typed) ? typed : '')),
  isbn: digits(/[\s\p{Dash_Punctuation}−ー]|^isbn:?/giu).transform((typed) =>
    /^(97[89][0-9]{10}|[0-9]{9}[0-9X])$/i.test(typed) ? typed.toUpperCase() : '',
  ),
  from: year,
  to: year,
  kind: z.preprocess(first, RecordKindSchema).optional().catch(undefined),
  reservableOnly: truth,
  onShelfOnly: truth,
  order: z
    .preprocess(first, SearchOrderSchema.exclude(['match']))
    .optional()
    .catch(undefined),
  page: z.preprocess(first, z.coerce.number().int().min(1).max(50)).catch(1),
});

/** Reads the address of a search, whatever is in it. */
export function readAsked(query: Readonly<Record<string, unknown>>): Asked {
  const read = Object.entries(Tolerant.parse({ ...query, ...linesOf(query) }));
  return SearchQuerySchema.parse(
    Object.fromEntries(read.filter(([, value]) => value !== '' && value !== undefined)),
  );
}

/** Whether there is anything to search for; the two availability filters alone are no question. */
export function isQuestion(asked: Asked): boolean {
  const { page: _page, order: _order, reservableOnly: _reservable, onShelfOnly: _shelf, ...question } = asked;
  return Object.values(question).some((value) => value !== '' && value !== undefined);
}

/** In the order in which an address names them; `page` comes last. */
const FIELDS = [
  ...TEXTS,
  'kind',
  'reservableOnly',
  'onShelfOnly',
  'order',
] as const satisfies readonly Exclude<keyof Asked, 'page'>[];

/** The fields that are given, as an address or a form carries them. */
export function fieldsOf(asked: Asked): [name: string, value: string][] {
  const fields: [string, string][] = FIELDS.flatMap((name) => {
    const value = asked[name];
    return value === undefined || value === '' ? [] : [[name, String(value)]];
  });
  return asked.page > 1 ? [...fields, ['page', String(asked.page)]] : fields;
}

/** The searches that search engines may list: in words, or about a subject (a class has its own page). */
export const PLAIN = ['q', 'subject'] as const satisfies readonly (keyof Asked)[];

/** Whether one such field is all that is asked: no filter, no order, the first page. */
export function isPlain(asked: Asked): boolean {
  const [field, ...more] = fieldsOf(asked).map(([name]) => name);
  return more.length === 0 && PLAIN.some((name) => name === field);
}

/** The one address of a search: only what is given, always in the same order. */
export function searchPath(asked: Asked): string {
  const query = String(new URLSearchParams(fieldsOf(asked)));
  return query === '' ? '/search' : `/search?${query}`;
}

/** The same search with something changed, from its first page; `undefined` takes a condition off. */
export function changed(asked: Asked, changes: Partial<Asked>): Asked {
  return { ...asked, page: 1, ...changes };
}
