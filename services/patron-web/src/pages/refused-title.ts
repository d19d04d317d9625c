import type { Refusal } from '@toshobin/lending-rules';
import type { Say } from '@toshobin/web';

/** The window's title of a page that refuses what was asked for: that it does is heard first. */
export function refusedTitle(title: string, refusal: Refusal | undefined, say: Say): string {
  if (refusal === undefined) return title;
  const asksAgain = refusal.code === 'PREVIEW_CHANGED' || refusal.code === 'TRY_AGAIN';
  return asksAgain
    ? say(`もう一度ご確認ください：${title}`, `Please check again: ${title}`)
    : notPossible(title, say);
}

/** The same, where nothing can be asked again. */
export function notPossible(title: string, say: Say): string {
  return say(`お受けできません：${title}`, `Not possible: ${title}`);
}
