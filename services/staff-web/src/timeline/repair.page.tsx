import { type Mail, type Parcel, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { decideSettlement, stageIs, wasHandedOut } from '@toshobin/lending-rules';
import { Part, useFrame, useNames } from '../pages/frame.tsx';
import { cancelByLibrary } from '../phone/phone-verbs.ts';
import { mayDo, type StaffAction } from '../roles.ts';
import { VerbForm } from '../verbs/verb-form.tsx';
import { claimOf } from './claim-of.ts';
import { mailWords } from './mails.ts';
import type { Reservation } from './now-and-next.ts';
import {
  allowLateHandOut,
  anotherCopy,
  claimReturned,
  claimTakenBack,
  confirmHandOutOf,
  mailAgain,
  reconcile,
} from './repair-verbs.ts';

/** 直す: each says what it does, asks why, and is written down. */
export function Repair(props: {
  reservation: Reservation;
  parcel: Parcel | undefined;
  mails: readonly Mail[];
  /** The page says that its process is in trouble: what mends it stands open. */
  inTrouble: boolean;
}) {
  const frame = useFrame();
  const { reservation, parcel } = props;
  const may = (action: StaffAction) => frame.staff !== undefined && mayDo[frame.staff.role].has(action);
  const sayable = props.mails.filter(({ mayBeSentAgain }) => mayBeSentAgain);
  const { reservationId, barcode, pickupLibrary } = reservation;
  const { stage } = reservation.state;
  const claim = claimOf(reservation);
  const isOver = reservation.entry === 'closed' || stage === 'over';
  const isElsewhere = pickupLibrary !== PREFECTURAL_LIBRARY;
  const isLate = isElsewhere && mayBeLate(reservation);
  const act = { of: { reservationId } };
  return (
    <Part class="s-panel s-repair" id="repair" title="直す">
      {may('reconcile') ? (
        <details open={props.inTrouble}>
          <summary>今の状態に合わせて進める</summary>
          <p>
            記録を見直し、止まっている予約を動かします。処理がなくなっていれば、今の状態から始め直します。何度押しても、二重にはなりません。
          </p>
          <VerbForm {...act} verb={reconcile} />
        </details>
      ) : null}
      {may('enterForLibrary') && isElsewhere && !isOver ? (
        <ForLibrary {...{ pickupLibrary, parcel }} />
      ) : null}
      {may('anotherCopy') && barcode && stage === 'toFetch' ? (
        <details>
          <summary>別の資料を割り当てる</summary>
          <p>順番は元のままです。今の資料は捜索中になります。</p>
          <VerbForm {...act} verb={anotherCopy} of={{ reservationId, barcode }} />
        </details>
      ) : null}
      {may('allowLateHandOut') && isLate ? (
        <details>
          <summary>期限後の引渡しを1回だけ認める</summary>
          <p>取り置き期限を過ぎた資料を、館でもう一度読み取るとお渡しできます。</p>
          <VerbForm {...act} verb={allowLateHandOut} />
        </details>
      ) : null}
      {may('confirmHandOut') && barcode && (isLate || mayBeConfirmed(reservation)) ? (
        <details>
          <summary>読み取りのない引渡しを確かめた</summary>
          <p>利用者に確かめたうえで、お渡し済みとして記録します。</p>
          <VerbForm {...act} verb={confirmHandOutOf} of={{ reservationId, barcode }} />
        </details>
      ) : null}
      {may('claimReturned') && barcode && stage === 'onLoan' && !isOver ? (
        <Claim {...{ reservation, barcode }} />
      ) : null}
      {may('claimReturned') && claim ? (
        <details>
          <summary>お手元で見つかった（貸出に戻す）</summary>
          <p>
            お申し出を取り消し、貸出に戻します。返却期限は元のままです。捜しても見つからないときは、下の「紛失」にします。
          </p>
          <VerbForm {...act} verb={claimTakenBack} of={{ reservationId, voids: claim }} />
        </details>
      ) : null}
      {may('mailAgain') && sayable.length > 0 ? (
        <details>
          <summary>メールをもう一度送る</summary>
          <p>
            メールを送る時間（「決まりの数字」）に送ります。知らせた期限が早まることはありません。アドレスのない方、届かない方は、電話で知らせる仕事を要確認に入れます。
          </p>
          <VerbForm
            {...act}
            verb={mailAgain}
            choices={{ kind: sayable.map(({ kind }) => ({ value: kind, label: mailWords[kind] })) }}
          />
        </details>
      ) : null}
      {may(cancelByLibrary.may) && mayBeCancelled(reservation) ? (
        <details>
          <summary>予約をキャンセルする</summary>
          <p>図書館の都合によるキャンセルです。理由をメールで知らせます。資料は返送になります。</p>
          <VerbForm {...act} verb={cancelByLibrary} />
        </details>
      ) : null}
      {may(cancelByLibrary.may) && barcode ? (
        <p>
          <a href={`/stock?barcode=${barcode}`}>この資料を紛失・修理にする</a>
        </p>
      ) : null}
      {may('settle') && decideSettlement(reservation.state).ok ? (
        <p>
          <a href={`/settle/${reservationId}`}>返らない資料の手続きへ（返却された・弁償・除籍）</a>
        </p>
      ) : null}
      {may('whomToCall') ? (
        <p>
          <a href={`/tasks/whom/${reservationId}`}>利用者を表示する（見たことを記録します）</a>
        </p>
      ) : null}
    </Part>
  );
}

/** R9. The hold ended at a pickup library, and the copy was not sent back. */
function mayBeLate({ state: { stage, ended, copy } }: Reservation): boolean {
  return stage === 'comingHome' && ended === 'expired' && copy?.position.onReturnLeg === false;
}

/** The copy is there for its patron, or was taken by what the patron alone says: no desk has scanned its hand-out. */
function mayBeConfirmed({ entry, state, facts, scans }: Reservation): boolean {
  if (entry === 'closed') return false;
  const byDesk = new Set(scans.flatMap(({ factId, account }) => (account === null ? [] : factId)));
  const isScanned = facts.some(({ kind, factId }) => kind === 'handedOut' && byDesk.has(factId));
  return stageIs(state.stage, 'posted') || (state.stage === 'onLoan' && !isScanned);
}

/** R20. The reservation goes on, and its copy was not handed out. */
function mayBeCancelled({ entry, state: { ended, copy } }: Reservation): boolean {
  return entry !== 'closed' && ended === null && !(copy && wasHandedOut(copy));
}

/** R10. The patron says that it was returned: where, and what they say. */
function Claim({ reservation, barcode }: { reservation: Reservation; barcode: string }) {
  const nameOf = useNames();
  const { reservationId, pickupLibrary } = reservation;
  const places = [...new Set([pickupLibrary, PREFECTURAL_LIBRARY])];
  return (
    <details>
      <summary>返したとのお申し出を受けた</summary>
      <p>
        延滞にせず、返却のお願いのメールを止めます。要確認に捜す仕事を入れます。利用者の負担にはなりません。資料を読み取ると終わります。
      </p>
      <VerbForm
        verb={claimReturned}
        of={{ reservationId, barcode }}
        choices={{ saidLibrary: places.map((code) => ({ value: code, label: nameOf(code) })) }}
      />
    </details>
  );
}

/** 代行入力: what the pickup library would have scanned, entered for it. */
function ForLibrary({ pickupLibrary, parcel }: { pickupLibrary: string; parcel: Parcel | undefined }) {
  const entries = [
    ...(parcel?.state === 'dispatched' ? [{ href: '/arrivals', label: '到着を代行入力する' }] : []),
    { href: '/hand-out', label: '引渡しを代行入力する' },
    { href: '/hand-in', label: '返却を代行入力する' },
  ];
  return (
    <details>
      <summary>受取館に代わって入れる</summary>
      <p>館が読み取れないとき、電話で聞いて入れます。代行入力として記録します。</p>
      <ul>
        {entries.map(({ href, label }) => (
          <li key={href}>
            <a href={`${href}?library=${pickupLibrary}`}>{label}</a>
          </li>
        ))}
      </ul>
    </details>
  );
}
