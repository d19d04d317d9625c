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
import { CopyConditionSchema, CopyPlaceSchema } from './place-and-condition.ts';

export const RecordKindSchema = z.enum(['book', 'magazineIssue', 'audiovisual']);
export const LendingSchema = z.enum(['lendable', 'inPersonOnly', 'audiovisual', 'referenceOnly']);
/** The volume of its work or issue of its magazine that a new record is, as printed: 3, 第3巻, 下, 2027年1月号. */
export const PartOfWorkSchema = z.string().trim().max(100).default('');

/** The kinds of scans of a copy: a step of its way, or that it is not there. */
const ScanKindSchema = z.enum([...FactKindSchema.options, 'notOnShelf', 'lost']);

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
  /** Other titles: of those who order works (uniform), on the book (varying), of a work in or beside it (added). */
  otherTitles: z
    .array(
      z.object({ written: z.string(), reading: z.string(), kind: z.enum(['uniform', 'varying', 'added']) }),
    )
    .default([]),
  seriesReading: z.string(),
  /** The number in the series, as the book has it. */
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
      /** The copy's last scans, the latest first. */
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
