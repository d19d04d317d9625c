import { type Language, type Refusal, sentence } from '@toshobin/lending-rules';
import type { ComponentChildren, VNode } from 'preact';
import type { IconName } from './icon.tsx';

export interface NavItem {
  href: string;
  label: string;
  /** A long label in two pieces, between which a narrow menu may break. */
  narrow?: readonly [string, string];
  icon: IconName;
  /** The services without which it does not work, so that a page of a fault can say what still does. */
  needs?: readonly string[];
}

/** A link of the footer. */
export interface FooterLink {
  href: string;
  label: string;
}

/** What every page of one web front needs to know of the library and the request, without a person in it. */
export interface Front {
  /** Shown in the title and the header. */
  libraryName: string;
  serviceName: string;
  phone: string;
  /** The language the page is written in. */
  language: Language;
  /** Where the same page is had in the other language; a front of one language has none. */
  otherLanguage?: { href: string; name: string; lang: Language };
  nav: readonly NavItem[];
  /** Help and statements, in the same order on every page (WCAG 3.2.6). */
  footer?: readonly FooterLink[];
  /** Where a search form sends its words (`q`); a front without a search has none. */
  searchPath?: string;
  /** The sign in the window's tab; a front without one asks for none. */
  icon?: string;
  /** Class of the body. */
  bodyClass?: string;
  /** How a page of a fault is framed; as the patrons' pages are unless said. */
  frame?: (page: { title: string; children: ComponentChildren }) => VNode;
  /** Who is signed in, for pages of faults: what was not done, or not found, may be somebody else's. */
  signedIn?: {
    words: string;
    /** What lacks at an address of one person's own. */
    notFound?: string;
  };
  /** What does not work without a service, by its name; a front that has no words for it names none. */
  awayWords?: Readonly<Record<string, string>>;
  /** Further style sheets, by path. */
  styles: readonly string[];
}

/** The sentence of a refusal in the page's language, with what the library's setting fills in. */
export function sentenceOf(refusal: Refusal, front: Pick<Front, 'phone' | 'language'>): string {
  return sentence(refusal, front.language, { phone: front.phone });
}
