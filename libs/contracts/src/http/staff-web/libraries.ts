import { CalendarDateSchema, TimeOfDaySchema } from '@toshobin/lending-rules';
import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';
import { LibraryCodeSchema, UuidSchema } from '../../ids.ts';
import { changeOfLibrary } from '../shipping/libraries.ts';
import { shippingApi } from '../shipping.ts';

const factId = UuidSchema;
const days = { from: CalendarDateSchema, until: CalendarDateSchema };
const reason = z.string().min(1).max(200);
const byLibrary = z.strictObject({ library: LibraryCodeSchema });

/** R5, R11, R17: libraries and calendars, kept by the prefectural desk. */
export const staffLibraryApi = {
  libraries: { ...shippingApi.libraries, path: '/api/libraries' },
  places: { ...shippingApi.places, path: '/api/libraries/places' },
  closures: { ...shippingApi.closures, path: '/api/closures' },
  enterClosure: endpoint({
    method: 'post',
    path: '/api/closures',
    summary: shippingApi.enterClosure.summary,
    body: z.strictObject({ factId, library: LibraryCodeSchema, ...days, reason: z.string().min(1).max(60) }),
    answer: shippingApi.enterClosure.answer,
    refusals: shippingApi.enterClosure.refusals,
  }),
  takeBackClosure: endpoint({
    method: 'post',
    path: '/api/closures/:closureId/take-back',
    summary: shippingApi.takeBackClosure.summary,
    params: z.strictObject({ closureId: UuidSchema }),
    body: z.strictObject({ factId, reason }),
    answer: shippingApi.takeBackClosure.answer,
    refusals: shippingApi.takeBackClosure.refusals,
  }),
  pausePickup: endpoint({
    method: 'post',
    path: '/api/libraries/:library/pause',
    summary: shippingApi.pausePickup.summary,
    params: byLibrary,
    body: z.strictObject({
      factId,
      pausedFrom: CalendarDateSchema.nullable(),
      reopens: CalendarDateSchema.nullable(),
      reason,
    }),
    answer: shippingApi.pausePickup.answer,
    refusals: shippingApi.pausePickup.refusals,
  }),
  changeLibrary: endpoint({
    method: 'put',
    path: '/api/libraries/:library',
    summary: shippingApi.changeLibrary.summary,
    params: byLibrary,
    body: z.strictObject({
      factId,
      ...changeOfLibrary,
      reason,
    }),
    answer: shippingApi.changeLibrary.answer,
    refusals: shippingApi.changeLibrary.refusals,
  }),
  dispatchCalendar: { ...shippingApi.dispatchCalendar, path: '/api/dispatch-calendar' },
  changeDispatch: endpoint({
    method: 'put',
    path: '/api/dispatch-calendar',
    summary: shippingApi.changeDispatch.summary,
    body: z.strictObject({
      factId,
      weekdays: z.array(z.int().min(1).max(7)).min(1).max(7),
      cutOff: TimeOfDaySchema,
      reason,
    }),
    answer: shippingApi.changeDispatch.answer,
    refusals: shippingApi.changeDispatch.refusals,
  }),
  pauseDispatch: endpoint({
    method: 'post',
    path: '/api/dispatch-pauses',
    summary: shippingApi.pauseDispatch.summary,
    body: z.strictObject({ factId, kind: z.enum(['closure', 'noDispatch']), ...days, reason }),
    answer: shippingApi.pauseDispatch.answer,
    refusals: shippingApi.pauseDispatch.refusals,
  }),
  takeBackDispatchPause: endpoint({
    method: 'post',
    path: '/api/dispatch-pauses/take-back',
    summary: shippingApi.takeBackDispatchPause.summary,
    body: z.strictObject({ factId, kind: z.enum(['closure', 'noDispatch']), ...days, reason }),
    answer: shippingApi.takeBackDispatchPause.answer,
    refusals: shippingApi.takeBackDispatchPause.refusals,
  }),
} as const;
