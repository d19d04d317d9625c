// What both web fronts share: the page, sessions, forms, the table of routes, closing hours and faults.
export { sameOrigin } from './forms/check-origin.ts';
export { type FormBody, parseFields } from './forms/read-form.ts';
export { KnownLibraries, type LibraryList } from './libraries/known-libraries.ts';
export { closeForMaintenance } from './maintenance/close-for-maintenance.tsx';
export { answerFaultsWithPages, pageFault, pageNotFound } from './page/answer-faults.tsx';
export { type Front, type NavItem, sentenceOf } from './page/front.ts';
export { Icon, type IconName } from './page/icon.tsx';
export { Layout, type LayoutProps } from './page/layout.tsx';
export { Notice, RefusalNotice } from './page/notice.tsx';
export { PageFault } from './page/page-fault.ts';
export { renderPage, sendPage } from './page/render-page.ts';
export { secureHeaders } from './page/secure-headers.ts';
export { baseStyle, serveStyle } from './page/serve-style.ts';
export { type Access, type PageCall, type RouteEntry, RouteTable } from './routes/route-table.ts';
export type { SessionStore, StoredSession } from './sessions/session-store.ts';
export { hashToken, newToken } from './sessions/session-token.ts';
export { Sessions, type Visit } from './sessions/sessions.ts';
export { AttemptLimiter, type AttemptStore, addressGroup } from './sign-in/limit-attempts.ts';
