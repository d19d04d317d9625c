import { versionOf } from '@toshobin/web';

/** What scripts add to every page; none needs it. */
export const comfortScript = new URL('../browser/comfort.js', import.meta.url);
/** What is offered below the search box. */
export const suggestScript = new URL('../browser/suggest.js', import.meta.url);
/** Libraries in order of their distance. */
export const nearestScript = new URL('../browser/nearest.js', import.meta.url);

/** Their addresses with their versions. */
export const comfortHref = `/script/comfort.js?v=${versionOf(comfortScript)}`;
export const nearestHref = `/script/nearest.js?v=${versionOf(nearestScript)}`;
export const suggestHref = `/script/suggest.js?v=${versionOf(suggestScript)}`;
