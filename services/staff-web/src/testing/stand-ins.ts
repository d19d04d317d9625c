import { makeBarcode, ReservationIdSchema } from '@toshobin/contracts';

/** 花子 shows this card; 太郎's copy is held for somebody else. */
export const hanakosCard = makeBarcode('card', 12);
export const tarosCard = makeBarcode('card', 16);
export const hanakosCopy = makeBarcode('copy', 1);
/** On its shelf, nobody's. */
export const freeCopy = makeBarcode('copy', 8);
export const tarosCopy = makeBarcode('copy', 2);
/** 花子's other copy, to be fetched at the library in 宇土. */
export const hanakosCopyForUto = makeBarcode('copy', 3);
/** Its reservation was cancelled after it had been fetched. */
export const cancelledCopy = makeBarcode('copy', 4);
/** On its way to the library in 宇土 in the lost parcel, for the reservation below. */
export const followedCopy = makeBarcode('copy', 22);
/** The copy that went out for it before, and did not reach its reader. */
export const copyBefore = makeBarcode('copy', 9);
/** The first copy was not on its shelf. */
export const followedReservation = ReservationIdSchema.parse('6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0009');
export const hanakosReservation = ReservationIdSchema.parse('6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0001');
export const tarosReservation = ReservationIdSchema.parse('6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0002');
/** Waits for a parcel to the library in 宇土. */
export const copyForUto = makeBarcode('copy', 20);
/** With it a parcel to 菊陽 goes beyond the Yu-Mail guide. */
export const thirdCopy = makeBarcode('copy', 21);
export const utosParcel = makeBarcode('parcel', 1);
export const kikuyosParcel = makeBarcode('parcel', 2);
/** On the packing desk, for the library in 宇土. */
export const outwardParcel = makeBarcode('parcel', 3);
