import { mainClassDigits } from '../classes/main-classes.ts';
import { element, xmlDocument } from '../pages/xml.ts';
import { PLAIN } from './asked.ts';

/**
 * What robots may walk (RFC 9309): records, classes, new arrivals, and the searches of which `isPlain` is true. All
 * other searches are without end. My Library needs no line: it sends whoever is not signed in to the sign-in.
 */
export const robotsText = (publicUrl: string) =>
  [
    'User-agent: *',
    'Disallow: /search?',
    ...PLAIN.flatMap((field) => [`Allow: /search?${field}=`, `Disallow: /search?${field}=*&`]),
    'Disallow: /search/advanced?',
    'Disallow: /api/',
    'Disallow: /basket',
    'Disallow: /reserve',
    'Disallow: /later',
    'Disallow: /card',
    'Allow: /card-application',
    'Disallow: /sign-in',
    'Disallow: /password',
    'Disallow: /sessions',
    'Disallow: /email',
    'Disallow: /language/',
    `Sitemap: ${new URL('/sitemap.xml', publicUrl).href}`,
    '',
  ].join('\n');

/** What stays at its address; records are found by the classes and the new arrivals. */
const PAGES = [
  '/',
  '/browse',
  ...mainClassDigits.map((digit) => `/browse/${digit}`),
  '/new-arrivals',
  '/magazines',
  '/search/advanced',
  '/help',
  '/help/faq',
  '/help/libraries',
  '/help/privacy',
  '/accessibility',
  '/card-application',
];

/** The map of the site for search engines (sitemaps.org 0.9). */
export function siteMapXml(publicUrl: string): string {
  const pages = PAGES.map((path) => element('url', {}, element('loc', {}, new URL(path, publicUrl).href)));
  return xmlDocument(element('urlset', { xmlns: 'http://www.sitemaps.org/schemas/sitemap/0.9' }, ...pages));
}
