import type { Library } from '@toshobin/contracts';
import type {
  DispatchCalendar,
  Instant,
  Language,
  LendingPolicy,
  ReservationState,
} from '@toshobin/lending-rules';
import type { ReservationNotice } from '../notices/notice-data.ts';
import type { Promised } from '../notices/promised.ts';
import type { PatronSettings } from '../patron-deps.ts';

/** A reservation in a mail. */
export interface NoticeItem {
  data: ReservationNotice;
  number: string;
  /** The number of its allocation, of which the one on the hold slip is made. */
  allocation: number;
  title: string;
  protectiveCover: boolean;
  pickupLibrary: string;
  state: ReservationState;
  /** R8: whether somebody waits for the title at the moment of sending. */
  othersWaiting: boolean;
  /** Whether a reading order waits for its patron's answer because of it (decision 56, rule 5). */
  orderWaits: boolean;
  /** What the mail promised that this one says again. */
  promised?: Promised | undefined;
}

/** What a mail needs to know beside its items. */
export interface ComposeContext {
  settings: Pick<PatronSettings, 'libraryName'>;
  policy: LendingPolicy;
  /** When the prefectural library posts; undefined before that was told. */
  dispatch: DispatchCalendar | undefined;
  /** The moment of sending: the dates in the mail are counted from it. */
  now: Instant;
  titlesInMail: boolean;
  /** The language in which the patron reads mails. */
  language: Language;
  loans: number;
  /** Libraries as patrons read them. */
  library(code: string): Pick<Library, 'name' | 'reading' | 'phone' | 'calendar'>;
}
