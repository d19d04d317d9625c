// @ts-check
/**
 * Where a pickup library's service worker keeps a scan that can't be sent, or says that nothing can be asked; on its other
 * pages one waits, as at a desk.
 */
export const KEPT_PAGES = ['/start', '/arrivals', '/hand-out', '/hand-in', '/look-up'];
