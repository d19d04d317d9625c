import type { Parcel } from '@toshobin/contracts';
import { ActForm, reasonField } from '../pages/act-form.tsx';
import { type Frame, Own } from '../pages/frame.tsx';

/** What can become of a parcel that has left: its contents don't fit, the post brought it back, it is lost. */
export function ParcelFate(props: {
  frame: Frame;
  desk: Frame | undefined;
  parcel: Parcel;
  newId: () => string;
}) {
  const { frame, desk, parcel, newId } = props;
  const path = `/parcels/${parcel.parcelNumber}`;
  const under = ['dispatched', 'arrived', 'opened'].includes(parcel.state);
  if (!under) return null;
  return (
    <>
      <form class="card stack stack--s" method="post" action={`${path}/contents`}>
        <Own frame={frame} />
        <input type="hidden" name="factId" value={newId()} />
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
        <ActForm
          frame={frame}
          id="not-arrived"
          action={`${path}/not-arrived`}
          title={`届いていないとき${frame.forLibrary ? `（代行入力：${frame.forLibrary.name}）` : ''}`}
          hidden={{ factId: newId() }}
          button="到着受付を取り消す"
        />
      ) : null}
      {desk && parcel.direction === 'outward' && parcel.state === 'dispatched' ? (
        <ActForm
          frame={desk}
          id="returned"
          action={`${path}/returned`}
          title="郵便で戻ってきたとき"
          hidden={{ factId: newId() }}
          button="戻った小包を受け付ける"
        />
      ) : null}
      {desk ? (
        <ActForm
          frame={desk}
          id="lost"
          action={`${path}/lost`}
          title="見つからないとき"
          hidden={{ factId: newId() }}
          fields={[
            {
              name: 'barcode',
              label: '紛失にするもの',
              optional: true,
              choices: [
                { value: '', label: 'この小包すべて' },
                ...parcel.lines
                  .filter((line) => line.missing)
                  .map(({ barcode }) => ({ value: barcode, label: `足りない資料 ${barcode}` })),
              ],
            },
            reasonField,
          ]}
          button="紛失にする"
        />
      ) : null}
    </>
  );
}
