// What both web fronts share: the page, sessions, forms, the table of routes, closing hours and faults.
export { isOurs, sameOrigin } from './forms/check-origin.ts';
export { PageFault } from './forms/page-fault.ts';
export { type FormBody, parseFields } from './forms/read-form.ts';
export { accessKeepingForms } from './kept-forms/access-keeping-forms.ts';
export { isKeptAt, KEPT_MINUTES, type KeptFormStore, KeptForms } from './kept-forms/kept-forms.ts';
export { KnownLibraries, type LibraryList, type LibraryPlaces } from './libraries/known-libraries.ts';
export { closeForMaintenance } from './maintenance/close-for-maintenance.tsx';
export { closingHours } from './maintenance/closing-words.ts';
export { isNight } from './maintenance/is-night.ts';
export { answerFaultsWithPages, pageFault, pageNotFound } from './page/answer-faults.tsx';
export { type FooterLink, type Front, type NavItem, sentenceOf } from './page/front.ts';
export { Icon, type IconName } from './page/icon.tsx';
export { serveDevelopment } from './page/in-development.ts';
export { dateIn, languageOf, rememberLanguage, type Say, sayIn } from './page/language.ts';
export { Layout, type LayoutProps } from './page/layout.tsx';
export { Notice, RefusalNotice } from './page/notice.tsx';
export { OfferAgain, type SentForm } from './page/offer-again.tsx';
export { renderPage, sendPage } from './page/render-page.ts';
export { secureHeaders } from './page/secure-headers.ts';
export { baseStyle, baseStyleHref, serveFile, versionOf } from './page/serve-file.ts';
export { timeIn } from './page/time-words.ts';
export { type Access, type PageCall, type RouteEntry, RouteTable } from './routes/route-table.ts';
export {
  type BrowserKind,
  browserWords,
  readBrowserKind,
  writtenBrowserKind,
} from './sessions/browser-kind.ts';
export { DeviceCookie } from './sessions/device-cookie.ts';
export { SessionChoices } from './sessions/session-choices.tsx';
export type { SessionStore, StoredSession } from './sessions/session-store.ts';
export { hashToken, markIn, markOfId, newToken } from './sessions/session-token.ts';
export { Sessions, type Visit } from './sessions/sessions.ts';
export { attemptStoreIn } from './sign-in/attempt-store.ts';
export { AttemptLimiter, addressGroup } from './sign-in/limit-attempts.ts';
export { mountSignOut } from './sign-in/mount-sign-out.ts';
export { askProcesses, type ReservationProcess, WAITED_FOR_MS } from './wishes/ask-processes.ts';
