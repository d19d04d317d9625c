import { TimeOfDaySchema } from '@toshobin/lending-rules';
import { z } from 'zod';
import { reason, reasonInMails } from '../../by-staff.ts';
import { offered } from '../../endpoint.ts';
import { pauseOfPickup } from '../../events.ts';
import { LibraryCodeSchema, UuidSchema } from '../../ids.ts';
import { shippingApi } from '../shipping/index.ts';
import { changeOfLibrary, days, pauseOfDispatch } from '../shipping/libraries.ts';

const factId = UuidSchema;

/** R5, R11, R17: libraries and calendars, kept by the prefectural desk. */
export const staffLibraryApi = {
  libraries: offered(shippingApi.libraries),
  places: offered(shippingApi.places),
  closures: offered(shippingApi.closures),
  enterClosure: offered(shippingApi.enterClosure, {
    body: z.strictObject({ factId, library: LibraryCodeSchema, ...days, reason: reasonInMails }),
  }),
  takeBackClosure: offered(shippingApi.takeBackClosure, { body: z.strictObject({ factId, reason }) }),
  pausePickup: offered(shippingApi.pausePickup, {
    body: z.strictObject({ factId, ...pauseOfPickup, reason }),
  }),
  changeLibrary: offered(shippingApi.changeLibrary, {
    body: z.strictObject({ factId, ...changeOfLibrary, reason }),
  }),
  dispatchCalendar: offered(shippingApi.dispatchCalendar),
  changeDispatch: offered(shippingApi.changeDispatch, {
    body: z.strictObject({
      factId,
      weekdays: z.array(z.int().min(1).max(7)).min(1).max(7),
      cutOff: TimeOfDaySchema,
      reason,
    }),
  }),
  pauseDispatch: offered(shippingApi.pauseDispatch, {
    body: z.strictObject({ factId, ...pauseOfDispatch, reason }),
  }),
  takeBackDispatchPause: offered(shippingApi.takeBackDispatchPause, {
    body: z.strictObject({ factId, ...pauseOfDispatch, reason }),
  }),
} as const;
