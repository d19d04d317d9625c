import type { Parcel, ParcelDirection } from '@toshobin/contracts';
import { TitledPage } from '../pages/frame.tsx';
import { ParcelRows } from './parcel-rows.tsx';

const TITLE: Readonly<Record<ParcelDirection, string>> = {
  outward: '配送中の小包',
  return: '返送中の小包',
};

/** What 今日の仕事 counts as on its way, parcel by parcel. */
export function OnTheWayPage({
  direction,
  parcels,
}: {
  direction: ParcelDirection;
  parcels: readonly Parcel[];
}) {
  const title = TITLE[direction];
  const copies = parcels.reduce((sum, { lines }) => sum + lines.length, 0);
  return (
    <TitledPage
      title={title}
      at="/"
      csv={`/lists/parcels.csv?direction=${direction}`}
      heading={`${title}　${parcels.length}個　${copies}点`}
      beside="着く予定の早い順"
    >
      {parcels.length === 0 ? <p>ありません。</p> : null}
      <ParcelRows parcels={parcels} to={(parcelNumber) => `/parcels/${parcelNumber}`} />
    </TitledPage>
  );
}
