import { LibraryCodeSchema, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import type { Staff } from '../roles.ts';

const at = (code: string) => LibraryCodeSchema.parse(code);

/** Fictitious accounts for a local stack; a production start refuses to load them. */
export const demoAccounts: readonly (Staff & { password: string; who: string })[] = [
  {
    account: 'desk',
    role: 'prefecturalDesk',
    library: at(PREFECTURAL_LIBRARY),
    password: 'demo-desk-2026',
    who: '県立図書館カウンター',
  },
  {
    account: 'uto',
    role: 'pickupLibrary',
    library: at('uto'),
    password: 'demo-uto-2026',
    who: '宇土市立図書館',
  },
  {
    account: 'kikuyo',
    role: 'pickupLibrary',
    library: at('kikuyo'),
    password: 'demo-kikuyo-2026',
    who: '菊陽町図書館',
  },
  {
    account: 'operator',
    role: 'operator',
    library: at(PREFECTURAL_LIBRARY),
    password: 'demo-operator-2026',
    who: '運用担当',
  },
  {
    account: 'admin',
    role: 'administrator',
    library: at(PREFECTURAL_LIBRARY),
    password: 'demo-admin-2026',
    who: 'アカウントの管理者',
  },
];
