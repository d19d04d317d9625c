import { type CardApplication, CardApplicationSchema, UuidSchema } from '@toshobin/contracts';
import type { CalendarDate } from '@toshobin/lending-rules';
import { type Say, sayIn } from '@toshobin/web';
import { z } from 'zod';
import { emailFault } from '../pages/email-fault.ts';
import type { Fault } from '../pages/field.tsx';
import { birthDateFault, readBirthDate } from '../pages/read-birth-date.ts';

const typed = z.string().max(1000);

/** The form as it was sent; the id was made when it was drawn. */
export const DraftSchema = z.strictObject({
  applicationId: UuidSchema,
  name: typed,
  nameReading: typed,
  birthDate: typed,
  postcode: typed,
  address: typed,
  phone: typed,
  email: typed,
});
export type Draft = z.infer<typeof DraftSchema>;

export const emptyDraft = (applicationId: string): Draft => ({
  applicationId,
  name: '',
  nameReading: '',
  birthDate: '',
  postcode: '',
  address: '',
  phone: '',
  email: '',
});

function faultWords(say: Say, { email, birthDate }: Draft): Readonly<Record<string, string>> {
  return {
    name: say('お名前を100文字までで入れてください。', 'Enter your name, at most 100 characters.'),
    nameReading: say(
      'よみがなを100文字までで入れてください。',
      'Enter how your name is read, at most 100 characters.',
    ),
    birthDate: birthDateFault(say, birthDate),
    postcode: say('郵便番号を、7桁の数字で入れてください。', 'Enter your postcode, seven digits.'),
    address: say('住所を300文字までで入れてください。', 'Enter your address, at most 300 characters.'),
    phone: say(
      '電話番号を、市外局番から数字で入れてください（例：012-345-6789）。',
      'Enter your phone number in digits, with its area code (for example 012-345-6789).',
    ),
    email: emailFault(say, email),
  };
}

/** The application in the form, or what is to be mended. Full width and the many hyphens of numbers are folded. */
export function readApplication(
  draft: Draft,
  today: CalendarDate,
  say: Say = sayIn('ja'),
): { ok: true; application: CardApplication } | { ok: false; faults: Fault[] } {
  const read = CardApplicationSchema.safeParse({
    ...draft,
    birthDate: readBirthDate(draft.birthDate, today) ?? '',
    postcode: foldNumber(draft.postcode),
    phone: foldNumber(draft.phone) || null,
    // Online an address is asked for: the answer comes by mail.
    email: draft.email.normalize('NFKC').trim(),
  });
  if (read.success) return { ok: true, application: read.data };
  const words = faultWords(say, draft);
  const names = [...new Set(read.error.issues.map((issue) => String(issue.path[0])))];
  return { ok: false, faults: names.map((name) => ({ name, text: words[name] ?? '' })) };
}

function foldNumber(text: string): string {
  return text.normalize('NFKC').replace(/[‐‑‒–—―−ー〒\s]/g, (sign) => (/[〒\s]/.test(sign) ? '' : '-'));
}
