import type { NoticeKind } from '@toshobin/contracts';
import type { Language } from '@toshobin/lending-rules';
import * as english from './english-templates.ts';
import * as japanese from './templates.ts';

/** The library's wording of its mails: what stands around each and, kind by kind, subject and text. */
interface Wording {
  frame: string;
  linkFrame: string;
  applicantFrame: string;
  templates: Readonly<Record<NoticeKind, japanese.Template>>;
}

export const wordings: Readonly<Record<Language, Wording>> = { ja: japanese, en: english };
