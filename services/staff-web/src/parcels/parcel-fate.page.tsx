import type { Parcel } from '@toshobin/contracts';
import { type Frame, Own } from '../pages/frame.tsx';
import { VerbForm } from '../verbs/verb-form.tsx';
import { parcelLost, returnedByPost, takeBackArrival } from './parcel-verbs.ts';

/** What can become of a parcel that has left: its contents don't fit, the post brought it back, it is lost. */
export function ParcelFate(props: { frame: Frame; desk: Frame | undefined; parcel: Parcel }) {
  const { frame, desk, parcel } = props;
  const { parcelNumber } = parcel;
  const under = ['dispatched', 'arrived', 'opened'].includes(parcel.state);
  if (!under) return null;
  return (
    <>
      <form class="card stack stack--s" method="post" action={`/parcels/${parcelNumber}/contents`}>
        <Own frame={frame} />
        <input type="hidden" name="factId" value={frame.newId()} />
        <h2>不足・余分を知らせる{frame.forLibrary ? `（代行入力：${frame.forLibrary.name}）` : ''}</h2>
        <fieldset class="stack stack--s">
          <legend>足りない資料</legend>
          {parcel.lines
            .filter((line) => !line.missing)
            .map((line) => (
              <label class="check" key={line.copyId}>
                <input type="checkbox" name="missing" value={line.barcode} />
                <span>
                  取り置き番号 {line.holdNumber ?? '－'}　<span class="s-num">{line.barcode}</span>
                </span>
              </label>
            ))}
        </fieldset>
        <div class="field">
          <label for="extra">余分な資料の番号（空白で区切ります）</label>
          <input class="input" id="extra" name="extra" autocomplete="off" maxLength={2000} />
        </div>
        <button class="btn btn--second" type="submit">
          知らせる
        </button>
      </form>
      {parcel.direction === 'outward' && parcel.state === 'arrived' ? (
        <VerbForm frame={frame} verb={takeBackArrival} of={{ parcelNumber }} />
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
                .map(({ barcode }) => ({ value: barcode, label: `足りない資料 ${barcode}` })),
            ],
          }}
        />
      ) : null}
    </>
  );
}
