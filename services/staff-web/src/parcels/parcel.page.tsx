import type { Parcel } from '@toshobin/contracts';
import { formatDateJa } from '@toshobin/lending-rules';
import { ActForm } from '../pages/act-form.tsx';
import { type Frame, Own, StaffPage } from '../pages/frame.tsx';
import { Answer, ScanForm } from '../pages/scan-form.tsx';
import type { BigAnswer } from '../sessions/desk-state.ts';
import { ParcelFate } from './parcel-fate.page.tsx';
import { directionWords, measures, modeWords, offerWords, reasonWords, stateWords } from './parcel-words.ts';

/** One parcel: scan copies in, take them out, send it off. */
export function ParcelPage(props: {
  /** For whoever this parcel is worked on for. */
  frame: Frame;
  /** The prefectural desk's own, for what it alone does with a parcel. */
  desk: Frame | undefined;
  parcel: Parcel;
  answer: BigAnswer | undefined;
  mayChange: boolean;
  newId: () => string;
  nameOf: (code: string) => string;
}) {
  const { frame, desk, parcel, answer, newId } = props;
  const path = `/parcels/${parcel.parcelNumber}`;
  const open = parcel.state === 'open' && props.mayChange;
  const at = parcel.direction === 'outward' ? '/packing' : '/send-back';
  // A parcel that has left is only looked at here; what is entered of it for its library says so itself.
  const looking = desk && parcel.state !== 'open' ? desk : frame;
  return (
    <StaffPage frame={looking} title={answer ? answer.text : '小包'} at={at}>
      <h1>
        小包 <span class="s-num">{parcel.parcelNumber}</span>
      </h1>
      <dl class="facts card">
        <div>
          <dt>{directionWords[parcel.direction]}</dt>
          <dd>{props.nameOf(parcel.library)}</dd>
        </div>
        <div>
          <dt>状態</dt>
          <dd data-state={parcel.state}>{stateWords[parcel.state]}</dd>
        </div>
        <div>
          <dt>中身</dt>
          <dd>
            {measures(parcel)}
            {parcel.postageYen === null ? '' : `　${parcel.postageYen}円`}
          </dd>
        </div>
        <div>
          <dt>{parcel.state === 'open' ? '発送予定' : '到着予定'}</dt>
          <dd>
            {parcel.state === 'open'
              ? formatDateJa(parcel.plannedDispatchDay)
              : parcel.expectedDate
                ? formatDateJa(parcel.expectedDate)
                : '－'}
          </dd>
        </div>
      </dl>
      {open ? (
        <ScanForm frame={frame} action={`${path}/pack`} label="小包に入れる資料の番号" factId={newId()} />
      ) : null}
      {answer || open ? <Answer answer={answer} /> : null}
      <ul class="rows">
        {parcel.lines.map((line) => (
          <li class="row cluster cluster--apart" key={line.copyId}>
            <p>
              取り置き番号 <b>{line.holdNumber ?? '－'}</b>　<span class="s-num">{line.barcode}</span>
              {line.protectiveCover ? '　カバー（袋）' : ''}
              {line.supplementCount > 0 ? `　付属資料 ${line.supplementCount}点` : ''}
              {line.missing ? '　足りません' : line.arrived ? '　到着済み' : ''}
            </p>
            {open ? (
              <form method="post" action={`${path}/unpack`}>
                <Own frame={frame} />
                <input type="hidden" name="factId" value={newId()} />
                <input type="hidden" name="code" value={line.barcode} />
                <button class="btn btn--quiet" type="submit">
                  小包から出す<span class="visually-hidden">：{line.barcode}</span>
                </button>
              </form>
            ) : null}
          </li>
        ))}
      </ul>
      {open && parcel.offer !== 'none' ? <Offer frame={frame} parcel={parcel} factId={newId()} /> : null}
      {open && parcel.lines.length > 0 ? (
        <DispatchForm frame={frame} parcel={parcel} path={path} factId={newId()} />
      ) : null}
      {open && parcel.lines.length === 0 ? (
        <ActForm
          frame={frame}
          id="discard"
          action={`${path}/discard`}
          hidden={{ factId: newId() }}
          button="この小包は使わない"
        />
      ) : null}
      <ParcelFate {...props} />
    </StaffPage>
  );
}

/** R11. The last copy goes into the next parcel, or all of it by Yu-Pack. */
function Offer({ frame, parcel, factId }: { frame: Frame; parcel: Parcel; factId: string }) {
  const last = parcel.lines.at(-1);
  return (
    <section class="card stack stack--s">
      <p>
        <b>{offerWords[parcel.offer]}</b>
      </p>
      <div class="actions">
        {last ? (
          <ActForm
            frame={frame}
            id="next-parcel"
            action={`/parcels/${parcel.parcelNumber}/next-parcel`}
            hidden={{ factId, code: last.barcode }}
            button="次の小包に入れる"
          />
        ) : null}
        <a class="btn btn--second" href="#dispatch">
          ゆうパックにする
        </a>
      </div>
    </section>
  );
}

function DispatchForm(props: { frame: Frame; parcel: Parcel; path: string; factId: string }) {
  const { frame, parcel, path } = props;
  return (
    <form class="card stack" method="post" action={`${path}/dispatch`}>
      <Own frame={frame} />
      <input type="hidden" name="factId" value={props.factId} />
      <h2 id="dispatch">発送する</h2>
      <p>{reasonWords(parcel.modeReason)}</p>
      <fieldset class="cluster">
        <legend>送り方</legend>
        {(['yuMail', 'yuPack'] as const).map((mode) => (
          <label class="check" key={mode}>
            <input type="radio" name="mode" value={mode} checked={parcel.mode === mode} required />
            <span>{modeWords[mode]}</span>
          </label>
        ))}
      </fieldset>
      <div class="field">
        <label for="tracking">お問い合わせ番号（ゆうパックのとき）</label>
        <input
          class="input"
          id="tracking"
          name="trackingNumber"
          inputMode="numeric"
          autocomplete="off"
          maxLength={20}
        />
      </div>
      <div class="field">
        <label for="reason">ゆうメールの目安を超えて送るときの理由</label>
        <input class="input" id="reason" name="reason" autocomplete="off" maxLength={200} />
      </div>
      <button class="btn btn--l" type="submit">
        発送する
      </button>
    </form>
  );
}
