import type { CopyPlace } from '@toshobin/contracts';

export const places: Readonly<Record<CopyPlace, string>> = {
  onShelf: '棚',
  beingPrepared: '出庫・梱包',
  onHoldShelf: '取り置き棚',
  inTransit: '配送中',
  atPickupLibrary: '受取館',
  onLoan: '貸出中',
  returning: '返送中',
  searching: '捜索中',
  unavailable: '貸出できません',
};
