import { z } from 'zod';
import { RecordHitSchema, RecordKindSchema } from './shapes.ts';

/** Orders of a list of hits. `match`: title or author is the query, then well-known ones, then the newest. */
export const SearchOrderSchema = z.enum(['match', 'newest', 'oldest', 'title', 'author']);
export type SearchOrder = z.infer<typeof SearchOrderSchema>;

const truth = z.enum(['true', 'false']);
const words = z.string().max(10_000).optional();

/**
 * A search of the catalogue. All that is given must be so: `q` looks in every searched field, `title`, `author` and
 * `publisher` in theirs (readings too, and for the author everybody who had part in it); `about` is somebody whose name
 * a title, series or subject has, in works they have neither written nor translated. Kana and kanji, width and old
 * forms as the search folds them.
 */
export const SearchQuerySchema = z.strictObject({
  q: z.string().max(10_000).default(''),
  title: words,
  author: words,
  publisher: words,
  about: words,
  /** Words of a subject: a hit has a class of the NDC that is named so, or a subject heading with all of them. */
  subject: words,
  /** The beginning of an NDC class: one to three digits. */
  ndc: z
    .string()
    .regex(/^\d{1,3}$/)
    .optional(),
  /** 10 or 13 digits, hyphens allowed; one that can't be an ISBN finds nothing. */
  isbn: z.string().max(40).optional(),
  /** First and last year of publication. */
  from: z.coerce.number().int().min(0).max(9999).optional(),
  to: z.coerce.number().int().min(0).max(9999).optional(),
  kind: RecordKindSchema.optional(),
  /** R4: whether only records are wanted that may be reserved online. */
  reservableOnly: truth.optional(),
  /** Whether only records are wanted with a copy at the prefectural library now. */
  onShelfOnly: truth.optional(),
  /** The order; `match` unless given. */
  order: SearchOrderSchema.optional(),
  page: z.coerce.number().int().min(1).max(50).default(1),
});

const facet = z.object({ value: z.string(), count: z.int().positive() });
/**
 * How the hits are spread, each list by count, the largest first. It counts the hits that `total` counts: with `capped`
 * these are the most recent ones, and the numbers are at least that.
 */
const FacetsSchema = z.object({
  kind: z.array(facet),
  /** `2010`: 2010 to 2019; records without a year are in none. */
  decade: z.array(facet),
  /** The classes one step below the one asked for; the ten main classes without. */
  ndc: z.array(facet.extend({ name: z.string() })),
  /** How many may be reserved online, and how many have a copy at the prefectural library now. */
  reservable: z.int().nonnegative(),
  onShelf: z.int().nonnegative(),
});
export type Facets = z.infer<typeof FacetsSchema>;

/**
 * How words were understood that nothing fits as they are written: as the number of a class, as another name of
 * somebody (`words`: the name that the catalogue has; hits as it is written are found beside), by how they sound, taken
 * apart (names without a space, a sentence), as a subject, with one wrong character put right, or fewer of them.
 */
const UnderstoodAsSchema = z.enum(['class', 'name', 'sound', 'parts', 'subject', 'corrected', 'fewerWords']);
export type UnderstoodAs = z.infer<typeof UnderstoodAsSchema>;

/** What somebody may be about to type: a title (`by` its author), an author or a subject. */
export const SuggestionSchema = z.object({
  kind: z.enum(['author', 'title', 'subject']),
  text: z.string(),
  by: z.string(),
});
export type Suggestion = z.infer<typeof SuggestionSchema>;

/** A number as a list counts: up to 300, and whether there are more. */
const HowManySchema = z.object({ total: z.int(), capped: z.boolean() });
export type HowMany = z.infer<typeof HowManySchema>;

/** Further searches that a reader may want: the subject that is called so, and the author whom the words name. */
const SearchOffersSchema = z.object({
  subject: HowManySchema.nullable(),
  author: z
    .object({
      name: z.string(),
      /** The works that the author has written, translated, or otherwise had part in. */
      works: HowManySchema,
      /** The hits of `about`; null where they are not counted, since there are more works than a list counts. */
      about: HowManySchema.nullable(),
    })
    .nullable(),
});
export type SearchOffers = z.infer<typeof SearchOffersSchema>;

export const SearchAnswerSchema = z.object({
  /** The number of hits, exact up to 300, in another order than `match` up to 500; `capped`: there are more. */
  total: z.int(),
  capped: z.boolean(),
  page: z.int(),
  pageSize: z.int(),
  /** The classes of the NDC that `subject` stands for, with all below them. */
  subjectClasses: z.array(z.object({ ndc: z.string(), name: z.string() })),
  /** The classes of the NDC that are called as `q` is, for a reader who wants books about it. */
  namedClasses: z.array(
    z.object({
      ndc: z.string(),
      name: z.string(),
      /** How many records of that subject the class has; null before they are counted. */
      hits: HowManySchema.nullable().default(null),
    }),
  ),
  offers: SearchOffersSchema.default({ subject: null, author: null }),
  /** How `q` was understood where nothing fits it as written, and what was searched for; else null. */
  understood: z
    .object({
      as: UnderstoodAsSchema,
      /** The words as they were typed or as records print them; empty where they are printed nowhere. */
      words: z.string(),
      /** Words in kanji that were looked for by their reading, beside what has them as they are written: 心, こころ. */
      read: z.array(z.object({ word: z.string(), reading: z.string() })).default([]),
    })
    .nullable(),
  /** How many hits have the words, where so few do that others come from the class called so; else null. */
  withWords: z.int().nullable().default(null),
  facets: FacetsSchema,
  records: z.array(RecordHitSchema),
});
export type SearchAnswer = z.infer<typeof SearchAnswerSchema>;
