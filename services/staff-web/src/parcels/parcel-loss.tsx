import type { Parcel } from '@toshobin/contracts';
import { orNone } from '@toshobin/service';
import type { StaffWebDeps } from '../deps.ts';
import { Part } from '../pages/frame.tsx';
import { Way } from '../pages/press.tsx';
import { type Losing, losingOf, NOT_KNOWN, whatMoves } from '../stock/who-loses.ts';
import { VerbForm } from '../verbs/verb-form.tsx';
import { parcelLost } from './parcel-verbs.ts';

/** In the address: all of the parcel. A missing copy of it is named by its number. */
export const WHOLE_PARCEL = 'all';

/** What is to be given up for lost, and who loses by it. */
export interface LossAsked {
  /** Of one missing copy; empty: the whole parcel. */
  barcode: string;
  losing: readonly Losing[];
}

/** What giving up a parcel, or a copy that is missing from it, would do to who waits; nothing where it is not asked for. */
export async function lossAsked(
  deps: Pick<StaffWebDeps, 'catalog'>,
  { lines }: Parcel,
  asked: unknown,
): Promise<LossAsked | undefined> {
  const barcode = asked === WHOLE_PARCEL ? '' : asked;
  const inside = lines.filter((line) => barcode === '' || line.barcode === barcode);
  if (typeof barcode !== 'string' || (barcode !== '' && inside.length === 0)) return undefined;
  const read = inside.map((line) => orNone(deps.catalog.readCopy({ params: { barcode: line.barcode } })));
  const copies = (await Promise.all(read)).filter((copy) => copy !== undefined);
  return { barcode, losing: await losingOf(deps, copies) };
}

/** Asks first: how many copies are lost, and what becomes of who waits for each title. */
export function ParcelLoss({ parcel, asked }: { parcel: Parcel; asked: LossAsked }) {
  const { parcelNumber, lines, forgottenCopies } = parcel;
  const { barcode, losing } = asked;
  const what = barcode === '' ? `この小包（資料 ${lines.length + forgottenCopies}点）` : '足りない資料';
  return (
    <Part class="s-panel s-form" id="lost" title={`${what}を紛失にします`}>
      <p>押すまでは、何も変わりません。</p>
      <ul>
        {losing.map(({ copies, title }) => (
          <li key={copies[0]?.recordId}>
            <b>{copies[0]?.title}</b>　{copies.length}点。{whatMoves({ copies, title })}
          </li>
        ))}
      </ul>
      {losing.length === 0 ? <p>{whatMoves(NOT_KNOWN)}</p> : null}
      <VerbForm verb={parcelLost} of={{ parcelNumber, barcode }} />
      <p>
        <Way to={`/parcels/${parcelNumber}`} says="やめる" />
      </p>
    </Part>
  );
}
