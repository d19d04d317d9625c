/**
 * What robots may walk: records, classes and new arrivals. Searches are without end (and say `noindex` themselves),
 * and whatever belongs to a visitor is nobody else's.
 */
export const robotsText = [
  'User-agent: *',
  'Disallow: /search?',
  'Disallow: /search/advanced?',
  'Disallow: /api/',
  'Disallow: /basket',
  'Disallow: /reserve',
  'Disallow: /my-library',
  'Disallow: /card',
  'Allow: /card-application',
  'Disallow: /sign-in',
  'Disallow: /password',
  'Disallow: /email',
  'Disallow: /language/',
  '',
].join('\n');
