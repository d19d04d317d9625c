import type { StaffRole } from '@toshobin/contracts';
import { LibraryCodeSchema, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import type { Staff } from '../roles.ts';

/** Fictitious accounts for a local stack; a production start refuses to load them. */
export const demoAccounts: readonly (Staff & { password: string; who: string })[] = [
  demo('desk', 'prefecturalDesk', PREFECTURAL_LIBRARY, '県立図書館カウンター'),
  demo('uto', 'pickupLibrary', 'uto', '宇土市立図書館'),
  demo('kikuyo', 'pickupLibrary', 'kikuyo', '菊陽町図書館'),
  demo('operator', 'operator', PREFECTURAL_LIBRARY, '運用担当'),
  demo('admin', 'administrator', PREFECTURAL_LIBRARY, 'アカウントの管理者'),
];

function demo(account: string, role: StaffRole, library: string, who: string) {
  return { account, role, library: LibraryCodeSchema.parse(library), password: `demo-${account}-2026`, who };
}
