import { type CardApplication, CardApplicationSchema, UuidSchema } from '@toshobin/contracts';
import type { CalendarDate } from '@toshobin/lending-rules';
import { z } from 'zod';
import type { Fault } from '../pages/field.tsx';
import { readBirthDate } from '../pages/read-birth-date.ts';

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

const faultWords: Readonly<Record<string, string>> = {
  name: 'お名前を100文字までで入れてください。',
  nameReading: 'よみがなを100文字までで入れてください。',
  birthDate: '生年月日を、西暦8桁の数字で入れてください。',
  postcode: '郵便番号を、7桁の数字で入れてください。',
  address: '住所を300文字までで入れてください。',
  phone: '電話番号の形を確かめてください。',
  email: 'メールアドレスの形を確かめてください。',
};

/** The application in the form, or what is to be mended. Full width and the many hyphens of numbers are folded. */
export function readApplication(
  draft: Draft,
  today: CalendarDate,
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
  const names = [...new Set(read.error.issues.map((issue) => String(issue.path[0])))];
  return { ok: false, faults: names.map((name) => ({ name, text: faultWords[name] ?? '' })) };
}

function foldNumber(text: string): string {
  return text.normalize('NFKC').replace(/[‐‑‒–—―−ー〒\s]/g, (sign) => (/[〒\s]/.test(sign) ? '' : '-'));
}
