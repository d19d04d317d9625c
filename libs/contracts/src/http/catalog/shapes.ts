import { CalendarDateSchema, DeadlineSchema, InstantSchema, queuedStates } from '@toshobin/lending-rules';
import { FactKindSchema } from '@toshobin/lending-rules/facts';
import { z } from 'zod';
import {
  AllocationNumberSchema,
  CopyIdSchema,
  LibraryCodeSchema,
  RecordIdSchema,
  RecordNumberSchema,
  ReservationIdSchema,
} from '../../ids.ts';

export const RecordKindSchema = z.enum(['book', 'magazineIssue', 'audiovisual']);
export const LendingSchema = z.enum(['lendable', 'inPersonOnly', 'audiovisual', 'referenceOnly']);
/** The volume of its work or issue of its magazine that a new record is, as printed: 3, 第3巻, 下, 2027年1月号. */
export const PartOfWorkSchema = z.string().trim().max(100).default('');

/** Where a copy is, as anybody may know it. */
export const CopyPlaceSchema = z.enum([
  'onShelf',
  'beingPrepared',
  'onHoldShelf',
  'inTransit',
  'atPickupLibrary',
  'onLoan',
  'returning',
  'searching',
  'unavailable',
]);
export type CopyPlace = z.infer<typeof CopyPlaceSchema>;

/** What follows from a place alone; a set of places has its name here. */
export type PlaceTrait =
  /** The prefectural library has the copy. */
  | 'atHome'
  /** The prefectural library has it for somebody. */
  | 'prepared'
  /** It stands at the prefectural library and may be lent from there. */
  | 'lendable'
  /** It waits for its patron. */
  | 'held'
  /** It is at a library that it was brought to, on its way there, lent there, or on its way from there. */
  | 'away'
  /** It may be in the post. */
  | 'travels'
  /** Its borrower has it, or it is on its way back from them. */
  | 'lent'
  /** It can't be had. */
  | 'nowhere'
  /** Desks list what is there: the index `copy_at_a_desk` has these copies. */
  | 'listed';

const placeTraits: Readonly<Record<CopyPlace, readonly PlaceTrait[]>> = {
  onShelf: ['atHome', 'lendable'],
  beingPrepared: ['atHome', 'prepared', 'listed'],
  onHoldShelf: ['atHome', 'prepared', 'lendable', 'held', 'listed'],
  inTransit: ['away', 'travels'],
  atPickupLibrary: ['away', 'held', 'listed'],
  onLoan: ['away', 'lent'],
  returning: ['away', 'travels', 'lent', 'listed'],
  searching: ['nowhere'],
  unavailable: ['nowhere'],
};

export function placeIs(place: CopyPlace, trait: PlaceTrait): boolean {
  return placeTraits[place].includes(trait);
}

/** The kinds of scans of a copy: a step of its way, or that it is not there. */
const ScanKindSchema = z.enum([...FactKindSchema.options, 'notOnShelf', 'lost']);

/** Whether a copy may be lent, and why not. */
export const CopyConditionSchema = z.enum([
  'inService',
  'searching',
  'missing',
  'damaged',
  'lost',
  'withdrawn',
]);
type CopyCondition = z.infer<typeof CopyConditionSchema>;

/** What follows from a condition alone; a set of conditions has its name here. */
type ConditionTrait =
  /** The copy may be lent, now or once it has turned up: most of those that are searched for do (R4). */
  | 'lentSomeDay'
  /** It is not where it should be: a scan finds it. */
  | 'foundByScan'
  /** It was not on its shelf, and nobody has said that it is lost. */
  | 'unfound'
  /** It is out of stock as far as anybody knows. */
  | 'writtenOff'
  | 'outOfUse';

const conditionTraits = {
  inService: ['lentSomeDay'],
  searching: ['lentSomeDay', 'foundByScan', 'unfound'],
  missing: ['foundByScan', 'unfound'],
  lost: ['foundByScan', 'writtenOff'],
  damaged: ['outOfUse'],
  withdrawn: ['outOfUse', 'writtenOff'],
} as const satisfies Readonly<Record<CopyCondition, readonly ConditionTrait[]>>;

type That<Trait extends ConditionTrait> = {
  [C in CopyCondition]: Trait extends (typeof conditionTraits)[C][number] ? C : never;
}[CopyCondition];

export function conditionIs<Trait extends ConditionTrait>(
  condition: CopyCondition,
  trait: Trait,
): condition is That<Trait> {
  const traits: readonly ConditionTrait[] = conditionTraits[condition];
  return traits.includes(trait);
}
const conditionsThatAre = <Trait extends ConditionTrait>(trait: Trait) =>
  CopyConditionSchema.options.filter((condition) => conditionIs(condition, trait));
export const lentSomeDay = conditionsThatAre('lentSomeDay');
export const foundByScan = conditionsThatAre('foundByScan');
export const OutOfUseSchema = z.enum(conditionsThatAre('outOfUse'));
export type OutOfUse = z.infer<typeof OutOfUseSchema>;

export const RecordSummarySchema = z.object({
  recordId: RecordIdSchema,
  number: RecordNumberSchema,
  title: z.string(),
  subtitle: z.string().nullable(),
  /** The number of the volume or part; 0 for a work in one. */
  volume: z.int(),
  author: z.string().nullable(),
  publisher: z.string().nullable(),
  year: z.int().nullable(),
  ndc: z.string().nullable(),
  /** The ISBNs, 13 digits each. */
  isbns: z.array(z.string()),
  kind: RecordKindSchema,
  lending: LendingSchema,
  protectiveCover: z.boolean(),
});
export type RecordSummary = z.infer<typeof RecordSummarySchema>;

/** A hit with what a list of hits shows of its copies. */
export const RecordHitSchema = RecordSummarySchema.extend({
  onShelf: z.int(),
  copies: z.int(),
  waiting: z.int(),
});
export type RecordHit = z.infer<typeof RecordHitSchema>;

/** A volume of a work, or an issue of a magazine, beside its others. */
export const VolumeSchema = RecordHitSchema.extend({
  /** The first day on which one of its copies that are on loan is due. */
  due: CalendarDateSchema.nullable(),
});
export type Volume = z.infer<typeof VolumeSchema>;

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

const MOST_ISBNS = 100;

/** The ISBNs in a list, parted by commas or spaces. */
export function isbnsIn(list: string): string[] {
  return list.split(/[,\s]+/u).filter((text) => text !== '');
}

/** The ISBNs of books that are asked for: of ten digits or thirteen, with hyphens or without. */
export const IsbnListSchema = z
  .string()
  .max(4_000)
  .refine((list) => isbnsIn(list).length > 0, 'No ISBN')
  .refine((list) => isbnsIn(list).length <= MOST_ISBNS, `${MOST_ISBNS} ISBNs at most`);

/** ISBNs as they were asked for, each with our record of it; none where we have no copy, or it is no ISBN. */
export const AvailabilitySchema = z.object({
  books: z.array(
    z.object({
      asked: z.string(),
      /** The ISBN, 13 digits; null for a text that is none. */
      isbn: z.string().nullable(),
      records: z.array(
        z.object({
          number: RecordNumberSchema,
          lending: LendingSchema,
          copies: z.int().nonnegative(),
          /** How many copies are at the prefectural library now. */
          onShelf: z.int().nonnegative(),
          waiting: z.int().nonnegative(),
        }),
      ),
    }),
  ),
});
export type Availability = z.infer<typeof AvailabilitySchema>;

/** How long somebody who reserves now may expect to wait, in whole weeks; from the queue and the copies' dates. */
export const WaitEstimateSchema = z.object({
  weeksFrom: z.int().nonnegative(),
  weeksTo: z.int().nonnegative(),
});
export type WaitEstimate = z.infer<typeof WaitEstimateSchema>;

/** A cataloguer's description of a record beside what lists show; an unknown part is null, or an empty list. */
export const RecordDescriptionSchema = z.object({
  /** Everybody who had part in it, as the title page has them. */
  contributors: z.array(
    z.object({
      written: z.string(),
      reading: z.string(),
      latin: z.string(),
      role: z.enum(['author', 'translator', 'editor', 'illustrator', 'contributor']),
      /** Whether it is a corporate body or a meeting; false for a person, and where no file has told. */
      body: z.boolean().default(false),
    }),
  ),
  /** Its other titles: of those who order works (uniform), on itself (varying), of a work in or beside it (added). */
  otherTitles: z
    .array(
      z.object({ written: z.string(), reading: z.string(), kind: z.enum(['uniform', 'varying', 'added']) }),
    )
    .default([]),
  seriesReading: z.string(),
  /** Its number in the series, as the book has it. */
  seriesVolume: z.string(),
  /** Further series that it is in, or the same by the name that catalogues give it. */
  furtherSeries: z
    .array(z.object({ written: z.string(), reading: z.string(), volume: z.string() }))
    .default([]),
  edition: z.string(),
  pages: z.string(),
  /** The language, ISO 639-2: jpn; empty when not known. */
  language: z.string(),
  /** The ISSN, eight characters without the hyphen. */
  issn: z.string().nullable(),
  subjects: z.array(z.string()),
  /** How its subjects are read, at the same places; empty where nobody has told. */
  subjectReadings: z.array(z.string()).default([]),
  notes: z.array(z.string()),
});
export type RecordDescription = z.infer<typeof RecordDescriptionSchema>;

/** The description of a record that nobody has described further. */
export const nothingDescribed: RecordDescription = {
  contributors: [],
  otherTitles: [],
  seriesReading: '',
  seriesVolume: '',
  furtherSeries: [],
  edition: '',
  pages: '',
  language: '',
  issn: null,
  subjects: [],
  subjectReadings: [],
  notes: [],
};

export const RecordDetailSchema = RecordSummarySchema.extend({
  titleReading: z.string().nullable(),
  subtitleReading: z.string().nullable(),
  authorReading: z.string().nullable(),
  translator: z.string().nullable(),
  series: z.string().nullable(),
  source: z.string(),
  description: RecordDescriptionSchema,
  waiting: z.int().nonnegative(),
  /** Null when a copy is free now, when none can come, and when the title can't be reserved. */
  waitEstimate: WaitEstimateSchema.nullable(),
  copies: z.array(
    z.object({
      copyId: CopyIdSchema,
      barcode: z.string(),
      shelfMark: z.string(),
      place: CopyPlaceSchema,
      due: CalendarDateSchema.nullable(),
    }),
  ),
});
export type RecordDetail = z.infer<typeof RecordDetailSchema>;

/** A title as the prefectural desk needs it: reservations by their ids, no person. */
export const TitleAtDeskSchema = z.object({
  /** Who gets the next copy: the first that waits, neither suspended nor for a paused library. */
  next: ReservationIdSchema.nullable(),
  /** The reservations in their order, suspended ones in the places they keep (at most 100). */
  queue: z.array(
    z.object({
      reservationId: ReservationIdSchema,
      state: z.enum(queuedStates),
      /** The place in the queue; null while suspended. */
      position: z.int().positive().nullable(),
      pickupLibrary: LibraryCodeSchema,
      since: InstantSchema,
      resumesOn: CalendarDateSchema.nullable(),
      /** R5: its pickup library is paused. */
      paused: z.boolean(),
    }),
  ),
  copies: z.array(
    z.object({
      barcode: z.string(),
      condition: CopyConditionSchema,
      place: CopyPlaceSchema,
      /** The library where the copy stands, or is on its way from or to. */
      library: LibraryCodeSchema,
      due: DeadlineSchema.nullable(),
      /** The reservation that the copy is for. */
      of: z
        .object({
          reservationId: ReservationIdSchema,
          holdNumber: z.string(),
          pickupLibrary: LibraryCodeSchema,
          since: InstantSchema,
        })
        .nullable(),
      /** In how many days it is home: if all goes fast, and if everybody takes their time; null: nobody can say. */
      home: z.object({ soonest: z.number(), latest: z.number() }).nullable(),
      /** Its last scans, the latest first. */
      history: z.array(z.object({ kind: ScanKindSchema, place: z.string().nullable(), at: InstantSchema })),
    }),
  ),
  /** Copies that were withdrawn, the last first (at most 100). */
  withdrawn: z
    .array(
      z.object({
        barcode: z.string(),
        shelfMark: z.string(),
        /** The day, without its moment; null for a copy withdrawn before that was kept. */
        on: CalendarDateSchema.nullable(),
        /** Whether its loan was settled without it: a scan finds it. */
        settled: z.boolean(),
      }),
    )
    .default([]),
  /** Whether its source has deleted it, and no copy is left: it comes in again before a copy is put back. */
  deleted: z.boolean().default(false),
});
export type TitleAtDesk = z.infer<typeof TitleAtDeskSchema>;

export const PickListRowSchema = z.object({
  allocation: AllocationNumberSchema,
  reservationId: ReservationIdSchema,
  copyId: CopyIdSchema,
  barcode: z.string(),
  shelfMark: z.string(),
  title: z.string(),
  pickupLibrary: LibraryCodeSchema,
  holdNumber: z.string(),
  protectiveCover: z.boolean(),
  supplementCount: z.int(),
  allocatedAt: InstantSchema,
});

/** The steps up to the hand-out: in the queue, to the packing desk, out of the house, to the library, to the patron. */
const TurnaroundStepSchema = z.enum(['queue', 'fetch', 'ship', 'transit', 'shelf']);
export type TurnaroundStep = z.infer<typeof TurnaroundStepSchema>;

/** How long a step took for copies that one library handed out in a month of Tokyo. */
export const TurnaroundSchema = z.object({
  /** `2026-12`. */
  month: z.string(),
  library: LibraryCodeSchema,
  step: TurnaroundStepSchema,
  count: z.int(),
  /** The days of all of them together. */
  days: z.int(),
  longest: z.int(),
});
export type Turnaround = z.infer<typeof TurnaroundSchema>;

/** A copy that is nobody's any more and stands somewhere else than on its shelf. */
export const CopyToReturnSchema = z.object({
  barcode: z.string(),
  copyId: CopyIdSchema,
  /** The reservation that the copy was for last; null where it came without one. */
  reservationId: ReservationIdSchema.nullable().default(null),
  title: z.string(),
  shelfMark: z.string(),
  /** The number on the slip in it; null where it came without a reservation, as from a loan at the counter. */
  holdNumber: z.string().nullable(),
  place: CopyPlaceSchema,
  since: InstantSchema,
  /** `handedIn`: a branch has taken it back, and it has not left there. */
  why: z.enum(['cancelled', 'expired', 'closed', 'handedIn']),
  /** Whether only the patron has said so, and the copy is looked for. */
  claimed: z.boolean().default(false),
  /** Whether somebody waits for its title: it goes to them. */
  awaited: z.boolean(),
});
export type CopyToReturn = z.infer<typeof CopyToReturnSchema>;
