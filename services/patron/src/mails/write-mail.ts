import type { NoticeKind } from '@toshobin/contracts';
import type { Language } from '@toshobin/lending-rules';
import type { PatronSettings } from '../patron-deps.ts';
import { fillTemplate, type TemplateValues } from './fill-template.ts';
import { wordings } from './wordings.ts';

/** Subject and whole text of a mail of that kind, in the library's own wording. `applicant`: has no card yet. */
export function writeMail(
  kind: NoticeKind,
  values: TemplateValues,
  to: { cardLast4: string } | 'applicant',
  settings: PatronSettings & { language: Language },
): { subject: string; text: string } {
  const setting = {
    libraryName: settings.libraryName,
    phone: settings.libraryPhone,
    myLibraryUrl: new URL('/my-library', settings.patronWebUrl).href,
    librariesUrl: new URL('/help/libraries', settings.patronWebUrl).href,
    cardUrl: new URL('/card', settings.patronWebUrl).href,
    ...(to === 'applicant' ? {} : to),
  };
  const { templates, frame, linkFrame, applicantFrame } = wordings[settings.language];
  const template = templates[kind];
  const text = fillTemplate(template.text, { ...setting, ...values });
  const around = to === 'applicant' ? applicantFrame : template.ownLink ? linkFrame : frame;
  return {
    subject: fillTemplate(template.subject, setting),
    // The text is put in last: a title with braces in it stays as it is.
    text: fillTemplate(around.replace('{text}', TEXT), setting).replace(TEXT, () => text),
  };
}

const TEXT = '\u0000';
