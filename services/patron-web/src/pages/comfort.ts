import { versionOf } from '@toshobin/web';

/** What scripts add to every page; none needs it. */
export const comfortScript = new URL('../browser/comfort.js', import.meta.url);
/** Its address with its version. */
export const comfortHref = `/script/comfort.js?v=${versionOf(comfortScript)}`;
