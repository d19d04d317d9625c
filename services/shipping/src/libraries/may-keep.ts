import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';

/** May staff of that library keep this library's data? The prefectural library's those of all, a branch's its own. */
export function mayKeep(staffOf: string, library: string): boolean {
  return staffOf === PREFECTURAL_LIBRARY || staffOf === library;
}
