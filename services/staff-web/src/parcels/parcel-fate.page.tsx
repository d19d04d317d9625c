import type { Parcel } from '@toshobin/contracts';
import { parcelPhase } from '@toshobin/lending-rules';
import { type Frame, InFrame, Part, useFrame } from '../pages/frame.tsx';
import { Way } from '../pages/press.tsx';
import { SEARCHED } from '../tasks/task-act.ts';
import { VerbForm } from '../verbs/verb-form.tsx';
import { type LossAsked, ParcelLoss, WHOLE_PARCEL } from './parcel-loss.tsx';
import { reportContents, returnedByPost, takeBackArrival, takeBackDispatch } from './parcel-verbs.ts';

/** What can become of a parcel that has left: its contents don't fit, the post brought it back, it is lost. */
export function ParcelFate(props: {
  /** Whom what the library says of it is entered for; what the desk itself does is the page's. */
  acting: Frame;
  atDesk: boolean;
  parcel: Parcel;
  /** Whether whoever looks at it may have dispatched it. */
  isOwn: boolean;
  /** Something of it is to be given up for lost, and nobody has said yet that it is. */
  loss: LossAsked | undefined;
}) {
  const { acting, atDesk, parcel, loss } = props;
  const { copies } = useFrame();
  const { parcelNumber, arrivalAssumed, seenThere } = parcel;
  const phase = parcelPhase[parcel.state];
  const mayBeAway = phase === 'away' || (arrivalAssumed && !seenThere);
  const byPost =
    atDesk && parcel.direction === 'outward' && mayBeAway ? (
      <div class="stack stack--s">
        <VerbForm verb={returnedByPost} of={{ parcelNumber }} />
        <p>
          受け付けたら、中の資料を<a href="/returns">返却受付</a>
          で読み取ります。予約が続いている方には、元の順番のまま、もう一度用意します。
        </p>
      </div>
    ) : null;
  if (parcel.state === 'lost') return byPost;
  const mayBeLost = [
    ...(mayBeAway ? [{ value: WHOLE_PARCEL, label: 'この小包すべて' }] : []),
    ...parcel.lines
      .filter((line) => line.missing)
      .map(({ barcode }) => ({
        value: barcode,
        label: `足りない資料 ${copies?.get(barcode)?.title ?? ''} ${barcode}`,
      })),
  ];
  if (phase === 'packing' || phase === 'unused') return null;
  return (
    <>
      <InFrame frame={acting}>
        <VerbForm
          verb={reportContents}
          of={{ parcelNumber }}
          choices={{
            missing: parcel.lines
              .filter((line) => !line.missing)
              .map(({ barcode, holdNumber }) => ({
                value: barcode,
                label: ['取り置き番号', holdNumber ?? '－', copies?.get(barcode)?.title, barcode]
                  .filter(Boolean)
                  .join('　'),
              })),
          }}
        />
        {parcel.direction === 'outward' && parcel.state === 'arrived' && !arrivalAssumed ? (
          <VerbForm verb={takeBackArrival} of={{ parcelNumber }} />
        ) : null}
      </InFrame>
      {props.isOwn && parcel.state === 'dispatched' ? (
        <VerbForm verb={takeBackDispatch} of={{ parcelNumber }} />
      ) : null}
      {byPost}
      {atDesk && parcel.lines.some((line) => line.missing) ? <Searched parcel={parcel} /> : null}
      {atDesk && loss && mayBeLost.some(({ value }) => value === (loss.barcode || WHOLE_PARCEL)) ? (
        <ParcelLoss parcel={parcel} asked={loss} />
      ) : atDesk && mayBeLost.length > 0 ? (
        <Part class="card stack" id="not-found" title="見つからないとき">
          <div class="cluster">
            {mayBeLost.map(({ value, label }) => (
              <Way
                key={value}
                to={`/parcels/${parcelNumber}?lost=${value}#lost`}
                says={`${label}を紛失にする…`}
              />
            ))}
          </div>
        </Part>
      ) : null}
    </>
  );
}

/** What is to be done once a copy that was not in the parcel was looked for, wherever it was found. */
function Searched({ parcel: { direction, library } }: { parcel: Parcel }) {
  const isOutward = direction === 'outward';
  return (
    <section class="card stack" id={SEARCHED} aria-labelledby="searched-h">
      <h2 id="searched-h">足りない資料を捜した結果</h2>
      <ul>
        <li>
          県立図書館で見つかったとき（梱包台など）：<a href="/returns">返却受付</a>で読み取ります。
          {isOutward
            ? 'なぜここにあるかを聞かれたら「利用者に渡らずに戻ってきた」を選びます。予約がその資料を待っていれば、もう一度梱包できます。'
            : ''}
        </li>
        <li>
          館で見つかったとき：
          {isOutward ? (
            <>
              <a href={`/arrivals?library=${library}`}>到着受付</a>
              で、小包の番号、資料の番号の順に読み取ります。館でも、ここからの代行入力でもできます。
            </>
          ) : (
            '館で、次の返送の小包に入れます。'
          )}
        </li>
        <li>どこにもないとき：次の「見つからないとき」で、紛失にします。</li>
      </ul>
    </section>
  );
}
