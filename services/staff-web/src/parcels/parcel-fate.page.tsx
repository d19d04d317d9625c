import type { Parcel } from '@toshobin/contracts';
import type { Frame } from '../pages/frame.tsx';
import { VerbForm } from '../verbs/verb-form.tsx';
import {
  parcelLost,
  reportContents,
  returnedByPost,
  takeBackArrival,
  takeBackDispatch,
} from './parcel-verbs.ts';

/** What can become of a parcel that has left: its contents don't fit, the post brought it back, it is lost. */
export function ParcelFate(props: {
  frame: Frame;
  desk: Frame | undefined;
  parcel: Parcel;
  /** Whether whoever looks at it may have dispatched it. */
  isOwn: boolean;
}) {
  const { frame, desk, parcel } = props;
  const { parcelNumber } = parcel;
  const under = ['dispatched', 'arrived', 'opened'].includes(parcel.state);
  if (!under) return null;
  return (
    <>
      <VerbForm
        frame={frame}
        verb={reportContents}
        of={{ parcelNumber }}
        choices={{
          missing: parcel.lines
            .filter((line) => !line.missing)
            .map(({ barcode, holdNumber }) => ({
              value: barcode,
              label: ['取り置き番号', holdNumber ?? '－', frame.copies?.get(barcode)?.title, barcode]
                .filter(Boolean)
                .join('　'),
            })),
        }}
      />
      {parcel.direction === 'outward' && parcel.state === 'arrived' ? (
        <VerbForm frame={frame} verb={takeBackArrival} of={{ parcelNumber }} />
      ) : null}
      {props.isOwn && parcel.state === 'dispatched' ? (
        <VerbForm frame={desk ?? frame} verb={takeBackDispatch} of={{ parcelNumber }} />
      ) : null}
      {desk && parcel.direction === 'outward' && parcel.state === 'dispatched' ? (
        <VerbForm frame={desk} verb={returnedByPost} of={{ parcelNumber }} />
      ) : null}
      {desk ? (
        <VerbForm
          frame={desk}
          verb={parcelLost}
          of={{ parcelNumber }}
          choices={{
            barcode: [
              { value: '', label: 'この小包すべて' },
              ...parcel.lines
                .filter((line) => line.missing)
                .map(({ barcode }) => ({
                  value: barcode,
                  label: `足りない資料 ${frame.copies?.get(barcode)?.title ?? ''} ${barcode}`,
                })),
            ],
          }}
        />
      ) : null}
    </>
  );
}
