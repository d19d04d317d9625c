import { isAwaited as isAwaitedNews, type KnownEvent } from '@toshobin/contracts';

/**
 * What no process waits for stays in the databases, where `reconcile` finds it: a history is kept short. A process does
 * not hear again what it was answered.
 */
export function isAwaited(event: KnownEvent): boolean {
  switch (event.type) {
    case 'catalog.reservation.changed':
      return !event.data.answered && isAwaitedNews(event.data.news);
    default:
      return true;
  }
}
