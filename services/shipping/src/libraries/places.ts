import { AddressSchema, type Place } from '@toshobin/contracts';
import { dayOf } from '@toshobin/lending-rules';
import { holidaysOf } from '../calendars/holidays.ts';
import { yearsAround } from '../calendars/spans.ts';
import type { Library as LibraryRow } from '../generated/prisma/client.ts';
import type { AnswerTo, ShippingDeps } from '../shipping-deps.ts';

/** Where the libraries are and when they are open, in the page's order. */
export async function places({ db, now }: ShippingDeps): Promise<AnswerTo<'places'>> {
  const rows = await db.library.findMany({ orderBy: { order: 'asc' } });
  return {
    places: rows.map((row) => ({ library: row.code, place: placeOf(row) })),
    holidays: holidaysOf(yearsAround(dayOf(now()))),
  };
}

function placeOf({ postcode, addressLines, latitude, longitude, ...row }: LibraryRow): Place {
  return {
    address: postcode === null ? null : AddressSchema.parse({ postcode, lines: addressLines }),
    hours: { weekdays: row.hoursWeekdays, weekends: row.hoursWeekends },
    location: latitude === null || longitude === null ? null : { latitude, longitude },
    guidance: row.guidance,
  };
}

export function asColumns({ address, hours, location, guidance }: Place) {
  return {
    postcode: address?.postcode ?? null,
    addressLines: address?.lines ?? [],
    hoursWeekdays: hours.weekdays,
    hoursWeekends: hours.weekends,
    latitude: location?.latitude ?? null,
    longitude: location?.longitude ?? null,
    guidance,
  };
}
