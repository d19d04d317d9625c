import { versionOf } from '@toshobin/web';

/** What scripts add to every page; none needs it. */
export const comfortScript = new URL('../browser/comfort.js', import.meta.url);
/** What is offered below the search box. */
export const suggestScript = new URL('../browser/suggest.js', import.meta.url);
/** Libraries in order of their distance. */
export const nearestScript = new URL('../browser/nearest.js', import.meta.url);

/** The scripts' addresses with their versions. */
export const comfortHref = `/script/${versionOf(comfortScript)}/comfort.js`;
export const nearestHref = `/script/${versionOf(nearestScript)}/nearest.js`;
export const suggestHref = `/script/${versionOf(suggestScript)}/suggest.js`;
