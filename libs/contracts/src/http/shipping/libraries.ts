import {
  CalendarDateSchema,
  ClosingRulesSchema,
  DispatchCalendarSchema,
  MonthlyDaySchema,
  TimeOfDaySchema,
  YearlyDaysSchema,
} from '@toshobin/lending-rules';
import { z } from 'zod';
import { actOfStaff, reasonInMails } from '../../by-staff.ts';
import { get, post, put } from '../../endpoint.ts';
import { LibrarySchema, pauseOfPickup } from '../../events.ts';
import { LibraryCodeSchema, UuidSchema } from '../../ids.ts';

const byLibrary = z.strictObject({ library: LibraryCodeSchema });
export const days = { from: CalendarDateSchema, until: CalendarDateSchema };
/** `closure`: parcels that should leave then leave on the next working day. `noDispatch`: nothing leaves. */
export const pauseOfDispatch = { kind: z.enum(['closure', 'noDispatch']), ...days };
const yesOrNo = z.enum(['yes', 'no']);
/** A list in a query, with commas between. */
const listed = (one: z.ZodString) =>
  z
    .string()
    .refine((text) => text === '' || text.split(',').every((part) => one.safeParse(part).success))
    .optional();

/** What a change of a calendar would move of the parcels that have not left; nothing is changed. */
const movesOfPlans = z.object({
  moves: z.array(
    z.object({
      what: z.enum(['parcel', 'copy']),
      before: CalendarDateSchema,
      after: CalendarDateSchema,
      count: z.int().positive(),
    }),
  ),
  /** How many keep their day. */
  unmoved: z.int(),
  /** The pickup libraries for which Yu-Mail that is packed now would leave on another day. */
  leaving: z
    .array(z.object({ library: LibraryCodeSchema, before: CalendarDateSchema, after: CalendarDateSchema }))
    .default([]),
});
export type MovesOfPlans = z.output<typeof movesOfPlans>;

/** Where parcels to a library are sent. */
export const AddressSchema = z.strictObject({
  postcode: z.string().regex(/^\d{3}-\d{4}$/),
  /** The lines of a label. */
  lines: z.array(z.string().min(1).max(40)).min(1).max(3),
});
export type Address = z.infer<typeof AddressSchema>;

/** The hours of a day in which a library is open: 09:30-18:00. */
const OpeningHoursSchema = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/)
  .refine((span) => span.slice(0, 5) < span.slice(6), { error: 'must end after it begins' });

/**
 * Where a library is and when it is open, for the labels of parcels and for visitors; null: not known yet. Nobody
 * decides by it, so no fact carries it.
 */
export const PlaceSchema = z.strictObject({
  address: AddressSchema.nullable(),
  hours: z.strictObject({
    weekdays: OpeningHoursSchema.nullable(),
    /** Saturdays, Sundays and public holidays. */
    weekends: OpeningHoursSchema.nullable(),
  }),
  /** The place on the map, in degrees, within Japan. */
  location: z
    .strictObject({ latitude: z.number().min(20).max(46), longitude: z.number().min(122).max(154) })
    .nullable(),
  /** What else patrons are told: where the library hands out, how it differs from its hours. */
  guidance: z.string().max(200),
});
export type Place = z.infer<typeof PlaceSchema>;

/** The data of a library that staff keep; what is left out stays, whoever has changed it meanwhile. */
export const changeOfLibrary = {
  phone: z.string().min(1).max(20).optional(),
  place: PlaceSchema.optional(),
  /** Monday = 1. */
  closedWeekdays: z.array(z.int().min(1).max(7)).max(6).optional(),
  ...ClosingRulesSchema.partial().shape,
  /** R7. Whether arrivals are scanned, or assumed. */
  arrival: z.enum(['scan', 'assumed']).optional(),
};

/** R5, R11, R17: libraries and calendars are data that staff keep; nothing of them needs a release. */
export const libraryApi = {
  places: get('/libraries/places', {
    summary: 'Where the libraries are and when they are open, in their order; with the public holidays ahead',
    answer: z.object({
      places: z.array(z.object({ library: LibraryCodeSchema, place: PlaceSchema })),
      holidays: z.array(CalendarDateSchema),
    }),
  }),
  closures: get('/closures', {
    summary: 'Closures from a day on, with those taken back',
    query: z.strictObject({ from: CalendarDateSchema }),
    answer: z.object({
      closures: z.array(
        z.object({
          closureId: UuidSchema,
          library: LibraryCodeSchema,
          ...days,
          reason: z.string(),
          takenBack: z.boolean(),
        }),
      ),
    }),
  }),
  enterClosure: post('/closures', {
    summary: 'R17: a closure, sudden or planned: dates that lie in it move, and each patron is told once',
    body: z.strictObject({
      ...actOfStaff,
      /** The library that closes; for `pref` the desk closes, not the dispatch. */
      library: LibraryCodeSchema,
      ...days,
      reason: reasonInMails,
    }),
    /** The closure's id is the act's `factId`. */
    answer: z.object({ closureId: UuidSchema }),
    refusals: ['PICKUP_LIBRARY_UNKNOWN', 'STATE_CHANGED'],
  }),
  closurePreview: get('/closures/preview', {
    summary:
      'R11, R17: the open parcels that would leave on another day with a closure, or without it, and those on their way; nothing is changed',
    query: z.strictObject({ library: LibraryCodeSchema, ...days, takenBack: yesOrNo.optional() }),
    answer: z.object({
      parcels: z.array(
        z.object({ before: CalendarDateSchema, after: CalendarDateSchema, count: z.int().positive() }),
      ),
      /** How many copies wait to be packed for it. */
      waiting: z.int(),
      inTransit: z.int(),
    }),
    refusals: ['PICKUP_LIBRARY_UNKNOWN', 'STATE_CHANGED'],
  }),
  takeBackClosure: post('/closures/:closureId/take-back', {
    summary: 'It does not close after all: dates go back where nobody was told yet; what a mail said stays',
    params: z.strictObject({ closureId: UuidSchema }),
    body: z.strictObject({ ...actOfStaff }),
    answer: z.object({ closureId: UuidSchema }),
    refusals: ['NOT_FOUND', 'STATE_CHANGED'],
  }),
  pausePickup: post('/libraries/:library/pause', {
    summary:
      'R5: not selectable from a day on, until it reopens; whose copy is not packed is asked to choose another',
    params: byLibrary,
    body: z.strictObject({ ...actOfStaff, ...pauseOfPickup }),
    answer: LibrarySchema,
    refusals: ['NOT_FOUND', 'STATE_CHANGED'],
  }),
  changeLibrary: put('/libraries/:library', {
    summary:
      'What is given of it, and nothing else, changes: where it is, its hours, telephone, closing days (of the week: Monday = 1; holidays, of each month and year), and whether arrivals are scanned or assumed (R7)',
    params: byLibrary,
    body: z.strictObject({ ...actOfStaff, ...changeOfLibrary }),
    answer: LibrarySchema,
    refusals: ['NOT_FOUND', 'STATE_CHANGED'],
  }),
  closingDaysPreview: get('/libraries/:library/closing-days/preview', {
    summary: 'R11, R17: what would leave for that library on another day if it closed so; nothing is changed',
    params: byLibrary,
    query: z.strictObject({
      /** Monday = 1, with commas between them; empty: none. */
      closedWeekdays: z.string().regex(/^([1-7](,[1-7]){0,5})?$/),
      closedOnHolidays: yesOrNo,
      /** A rule that is left out counts as never said. */
      weeklyOnHoliday: ClosingRulesSchema.shape.weeklyOnHoliday.optional(),
      monthlyOtherwise: ClosingRulesSchema.shape.monthlyOtherwise.optional(),
      /** The days, with commas between them. */
      monthlyDays: listed(MonthlyDaySchema),
      yearlyDays: listed(YearlyDaysSchema),
    }),
    answer: movesOfPlans,
    refusals: ['NOT_FOUND', 'STATE_CHANGED'],
  }),
  dispatchCalendar: get('/dispatch-calendar', {
    summary: 'R11: dispatch days, cut-off, closures and periods without dispatch',
    answer: DispatchCalendarSchema.extend({
      /** The closures and periods that come every year and are not taken back. */
      everyYear: z.array(z.strictObject(pauseOfDispatch)),
    }),
  }),
  dispatchPreview: get('/dispatch-calendar/preview', {
    summary:
      'R11: the open parcels and the copies to pack that would leave on another day; nothing is changed',
    query: z.strictObject({
      /** Monday = 1, with commas between them. */
      weekdays: z.string().regex(/^[1-7](,[1-7]){0,6}$/),
      cutOff: TimeOfDaySchema,
    }),
    answer: movesOfPlans,
    refusals: ['STATE_CHANGED'],
  }),
  changeDispatch: put('/dispatch-calendar', {
    summary:
      'R11: the days of the week on which Yu-Mail leaves, and until when a parcel has to be packed for it',
    body: z.strictObject({
      ...actOfStaff,
      weekdays: z.array(z.int().min(1).max(7)).min(1).max(7),
      cutOff: TimeOfDaySchema,
    }),
    answer: DispatchCalendarSchema,
    refusals: ['STATE_CHANGED'],
  }),
  pauseDispatch: post('/dispatch-pauses', {
    summary: 'R11: a closure of the dispatch (it moves to the next working day) or a period without dispatch',
    body: z.strictObject({ ...actOfStaff, ...pauseOfDispatch }),
    answer: DispatchCalendarSchema,
    refusals: ['STATE_CHANGED'],
  }),
  pausePreview: get('/dispatch-pauses/preview', {
    summary:
      'R11: what would leave on another day with such a pause of the dispatch, or without it; nothing is changed',
    query: z.strictObject({ ...pauseOfDispatch, takenBack: yesOrNo }),
    answer: movesOfPlans,
    refusals: ['STATE_CHANGED'],
  }),
  takeBackDispatchPause: post('/dispatch-pauses/take-back', {
    summary: 'R11: the dispatch works on those days after all; one that comes every year stays',
    body: z.strictObject({ ...actOfStaff, ...pauseOfDispatch }),
    answer: DispatchCalendarSchema,
    refusals: ['STATE_CHANGED'],
  }),
} as const;
