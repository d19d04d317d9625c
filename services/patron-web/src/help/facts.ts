import {
  dayCountIn,
  daysIn,
  type Language,
  type LendingPolicy,
  type MailWindow,
  type MaintenanceWindow,
  mailHours,
  weeksIn,
} from '@toshobin/lending-rules';
import { closingHours, type LibraryList, type Say, sayIn, timeIn } from '@toshobin/web';
import { counted } from '../pages/counted.ts';
import { dispatchDaysIn, yuMailItemsIn } from '../policy/dispatch-words.ts';

/** What help pages are written with: the numbers in force and the library's own names, in the page's language. */
export interface Facts {
  say: Say;
  phone: string;
  libraryName: string;
  /** The city that has no pickup library; undefined where there is none. */
  city: string | undefined;
  /** The address our mails come from, where it is known. */
  mailFrom: string | undefined;
  /** Whether real covers are asked for elsewhere. */
  covers: boolean;
  reservations: number;
  loans: number;
  /** How long the prefectural library holds an item: 7日間. */
  hold: string;
  loan: string;
  extension: string;
  keptForLoan: string;
  suspension: string;
  dueReminder: string;
  holdReminder: string;
  /** How long an expired card is kept, 1年6か月; undefined: for good. */
  expiredKept: string | undefined;
  fewItems: string;
  /** 週2回の発送日に, twice a week; the usual number while it is not known. */
  dispatchDays: string;
  /** From when until when mails go out; undefined: at any hour. */
  mailHours: { from: string; until: string } | undefined;
  /** When the web is closed every day, as a sentence; undefined when it never is. */
  closing: string | undefined;
  /** How many libraries there are beside the prefectural one, and in how many regions; undefined while not known. */
  libraries: { count: number; regions: number } | undefined;
}

export function factsOf(parts: {
  language: Language;
  policy: LendingPolicy;
  setting: {
    phone: string;
    libraryName: string;
    unserved: { city: string } | undefined;
    mailFrom?: string | undefined;
    maintenanceWindow: MaintenanceWindow;
    mailWindow: MailWindow;
  };
  list: LibraryList | undefined;
  covers: boolean;
}): Facts {
  const { language, policy, setting, list, covers } = parts;
  const hour = (time: string) =>
    time === '24:00' ? (language === 'en' ? 'midnight' : '午前0時') : timeIn(language, time);
  const hours = mailHours(setting.mailWindow, policy);
  return {
    say: sayIn(language),
    phone: setting.phone,
    libraryName: setting.libraryName,
    city: setting.unserved?.city,
    mailFrom: setting.mailFrom,
    covers,
    reservations: policy.reservationLimit,
    loans: policy.loanLimit,
    hold: daysIn(language, policy.holdPeriod),
    loan: weeksIn(language, policy.loanPeriod),
    extension: weeksIn(language, policy.extensionPeriod),
    keptForLoan: daysIn(language, policy.loanLimitKeep),
    suspension: dayCountIn(language, policy.suspensionMax),
    dueReminder: dayCountIn(language, policy.dueReminderBefore),
    holdReminder: dayCountIn(language, policy.holdReminderBefore),
    expiredKept: monthsIn(language, policy.expiredCardsKeptMonths),
    fewItems: yuMailItemsIn(language, policy.yuMailMaxItems),
    dispatchDays: dispatchDaysIn(language, list?.dispatchDaysAWeek ?? 2),
    mailHours: hours && { from: hour(hours.from), until: hour(hours.until) },
    closing: closingHours(setting.maintenanceWindow, language),
    libraries: list && {
      count: list.regions.flatMap((region) => region.libraries).length,
      regions: list.regions.length,
    },
  };
}

/** Months as people say them: 1年6か月, 18 months. */
function monthsIn(language: Language, months: number | null): string | undefined {
  if (months === null) return undefined;
  if (language === 'en') return counted(months, 'month');
  const [years, rest] = [Math.floor(months / 12), months % 12];
  return `${years === 0 ? '' : `${years}年`}${rest === 0 ? '' : `${rest}か月`}`;
}
