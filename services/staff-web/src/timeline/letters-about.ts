import type { CopyId, Parcel, ParcelNumber, ReservationId } from '@toshobin/contracts';
import { isOpen, namedIn, type StoredLetter } from '@toshobin/events';
import { lettersInTime } from '../dead-letters/letters-or-away.ts';
import type { StaffWebDeps } from '../deps.ts';
import type { Reservation } from './now-and-next.ts';

/** Something that a reservation's readers did not hear: held back by a fault of ours, or not understood. */
export type LetterTrouble = 'parked' | 'unreadable';

export const letterWords: Readonly<Record<LetterTrouble, { title: string; next: string }>> = {
  parked: {
    title: 'この予約の知らせが、不具合で止めてあります',
    next: '運用担当が不具合を直して、元の場所へ戻します。それまで、進まないことや、出ないメールがあります。',
  },
  unreadable: {
    title: 'この予約の知らせに、読めなかったものがあります',
    next: '運用担当が原因を直して、元の場所へ戻します。それまで、進まないことや、出ないメールがあります。',
  },
};

interface Ids {
  reservationId: ReservationId;
  /** Of the copy that is allocated to it now. */
  copyId: CopyId | undefined;
  parcelNumber: ParcelNumber | undefined;
}

/** What is wrong with the news of a reservation, its copy and its parcel; none while Kafka is away or slow. */
export async function letterTroubleOf(
  deps: Pick<StaffWebDeps, 'deadLetters' | 'catalog' | 'log'>,
  { reservationId, barcode }: Reservation,
  parcel: Parcel | undefined,
): Promise<LetterTrouble | undefined> {
  try {
    const letters = await lettersInTime(deps);
    if (letters === 'away' || !letters.some(isOpen)) return undefined;
    const copy = barcode === null ? undefined : await deps.catalog.readCopy({ params: { barcode } });
    const copyId = copy?.ok ? copy.value.copyId : undefined;
    return letterTroubleIn(letters, { reservationId, copyId, parcelNumber: parcel?.parcelNumber });
  } catch (err) {
    // A page that is needed at the desk is drawn without what is only said on top of it.
    deps.log.error({ err }, 'the letters of a reservation can’t be read');
    return undefined;
  }
}

/** What the open letters say of these. A parked one stands for its whole key, a letter not understood for itself. */
export function letterTroubleIn(letters: readonly StoredLetter[], ids: Ids): LetterTrouble | undefined {
  const about = letters.filter(
    (letter) => isOpen(letter) && letter.origin !== undefined && isAbout(letter, ids),
  );
  if (about.length === 0) return undefined;
  return about.some(({ parked }) => parked !== undefined) ? 'parked' : 'unreadable';
}

/** By what it names most closely: its reservation, else its copy, else its parcel, in which others' copies lie too. */
function isAbout(letter: StoredLetter, { reservationId, copyId, parcelNumber }: Ids): boolean {
  const isOurKey = [reservationId, copyId, parcelNumber].some((id) => id !== undefined && id === letter.key);
  // A parked letter holds back whatever has its key.
  if (letter.parked !== undefined && isOurKey) return true;
  const named = namedIn(letter);
  if (named.reservationId !== undefined) return named.reservationId === reservationId;
  if (named.copyId !== undefined) return named.copyId === copyId;
  if (named.parcelNumber !== undefined) return named.parcelNumber === parcelNumber;
  return isOurKey;
}
