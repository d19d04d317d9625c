import { CopyIdSchema, ParcelNumberSchema, ReservationIdSchema } from '@toshobin/contracts';
import { z } from 'zod';
import { jsonOf, type StoredLetter } from './dead-letter.ts';

/** What may be named where an event says what it is about; nothing else of it is read. */
const idsShape = {
  reservationId: ReservationIdSchema.optional().catch(undefined),
  copyId: CopyIdSchema.optional().catch(undefined),
  parcelNumber: ParcelNumberSchema.optional().catch(undefined),
};
const IdsSchema = z.object(idsShape).catch({});
const AboutSchema = z.object({ data: z.object({ ...idsShape, fact: IdsSchema }).catch({ fact: {} }) });

type NamedInLetter = z.output<typeof IdsSchema>;

/** What a letter's event names, in its data or in the fact there, by ids alone; what can't be read is undefined. */
export function namedIn({ value }: Pick<StoredLetter, 'value'>): NamedInLetter {
  const { fact, ...own } = AboutSchema.catch({ data: { fact: {} } }).parse(jsonOf(value)).data;
  return {
    reservationId: own.reservationId ?? fact.reservationId,
    copyId: own.copyId ?? fact.copyId,
    parcelNumber: own.parcelNumber ?? fact.parcelNumber,
  };
}
