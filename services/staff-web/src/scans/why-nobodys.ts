import type { CopyToReturn } from '@toshobin/contracts';

export const whyNobodys: Readonly<Record<CopyToReturn['why'], string>> = {
  cancelled: 'キャンセル済',
  expired: '取り置き期限切れ',
  closed: '取り置きはなくなりました',
  handedIn: '返却受付済',
};
