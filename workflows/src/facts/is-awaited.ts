import { isAwaited as isAwaitedNews, type KnownEvent } from '@toshobin/contracts';

/**
 * Whether a process waits for the news: any other stays in the databases, where `reconcile` finds it, so that a history
 * is short. A process does not hear again what it was answered.
 */
export function isAwaited(event: KnownEvent): boolean {
  switch (event.type) {
    case 'catalog.reservation.changed':
      return !event.data.answered && isAwaitedNews(event.data.news);
    default:
      return true;
  }
}
