import type { StaffRole } from '@toshobin/contracts';

export const roleWords: Readonly<Record<StaffRole, string>> = {
  prefecturalDesk: '県立図書館カウンター',
  pickupLibrary: '受取館',
  operator: '運用担当',
  administrator: '管理者',
};
