import type { Library, MyLibraryRow, ReservationId } from '@toshobin/contracts';
import {
  type Deadline,
  dayOf,
  doneOrLost,
  formatDateJa,
  type Instant,
  instantFromDate,
  isLostByReader,
  mayWish,
  onLoan,
  withPatron,
} from '@toshobin/lending-rules';
import { Icon } from '@toshobin/web';
import { outcomeWords } from '../audit/deed-words.ts';
import type { Caller } from '../cards/caller.ts';
import { ActForm, libraryChoices } from '../pages/act-form.tsx';
import { clockOf } from '../pages/dates.ts';
import { TitledPage, useFrame } from '../pages/frame.tsx';
import { Heads } from '../pages/heads.tsx';
import { Tap, Way, WayAlone } from '../pages/press.tsx';
import { VerbForm } from '../verbs/verb-form.tsx';
import { HELD_MINUTES, type HeldCancellation } from './held-cancellations.ts';
import {
  cancelForCaller,
  changePickupForCaller,
  extendForCaller,
  holdCancellation,
  resumeForCaller,
  suspendForCaller,
  takeBackCancellation,
} from './phone-verbs.ts';
import { stateWords } from './row-words.ts';
import { type PlaceInQueue, whereNext } from './where-next.ts';

interface Books {
  libraries: readonly Library[];
  /** Places in the queue, of those that wait. */
  positions: ReadonlyMap<string, PlaceInQueue>;
  /** Whose cancellation is asked about. */
  cancels: string;
}

/** What the caller has and has reserved, in one table: where it is, by when, what happens next, and what may be done. */
export function CallersBooks(props: Books & Pick<Caller, 'rows' | 'reservations'>) {
  const { rows, reservations, ...page } = props;
  const lent = rows.filter((row) => withPatron.has(row.state) || isLostByReader(row));
  const handedIn = rows.filter(({ state }) => onLoan.has(state) && !withPatron.has(state));
  const ended = rows.filter((row) => doneOrLost.has(row.state) && !isLostByReader(row));
  const reserved = rows.filter((row) => ![lent, handedIn, ended].some((others) => others.includes(row)));
  const countedAsLoans = reserved.length - reservations;
  if (rows.length === 0) return <p>予約も貸出もありません。</p>;
  return (
    <table class="s-table s-table--stack s-books">
      <caption class="visually-hidden">予約と貸出　{rows.length}点</caption>
      <Heads of={['資料', '今', 'どこに', '期日', '次に起きること', { name: '操作', hidden: true }]} />
      <Group name="借りている" rows={lent} {...page} />
      <Group name="返却受付済（貸出に数えます）" rows={handedIn} {...page} />
      <Group
        name="予約"
        note={countedAsLoans > 0 ? `（うち${countedAsLoans}点は貸出に数えます）` : ''}
        rows={reserved}
        {...page}
      />
      <Group name="終わったもの" rows={ended} {...page} />
    </table>
  );
}

function Group(props: Books & { name: string; note?: string; rows: readonly MyLibraryRow[] }) {
  const { name, note = '', rows, ...page } = props;
  if (rows.length === 0) return null;
  return (
    <tbody>
      <tr class="s-books__group">
        <th colSpan={6} scope="colgroup">
          {`${name}　${rows.length}点${note}`}
        </th>
      </tr>
      {rows.map((row) => (
        <Book key={row.reservationId} row={row} {...page} />
      ))}
    </tbody>
  );
}

function Book({ row, ...page }: Books & { row: MyLibraryRow }) {
  const { libraries, positions } = page;
  const { now, cancelling } = useFrame();
  const { reservationId } = row;
  const nameOf = (code: string) => libraries.find((library) => library.code === code)?.name ?? code;
  const position = positions.get(reservationId);
  const { icon, tone, where, day, past, next } = whereNext(row, {
    nameOf,
    today: dayOf(now),
    position,
  });
  const held = mayWish('cancel', row) ? cancelling?.get(reservationId) : undefined;
  const isHeld = held !== undefined && held.refusedAs === undefined;
  const asked = page.cancels === reservationId && mayWish('cancel', row) && !isHeld;
  return (
    <>
      <tr data-reservation={reservationId} {...(asked ? { class: 's-open' } : {})}>
        <th scope="row">
          {row.title}
          <small class="s-sub">
            予約番号 {row.reservationNumber}　受取館 {nameOf(row.pickupLibrary)}
          </small>
        </th>
        <td>
          <span class="s-say" {...(tone ? { 'data-tone': tone } : {})}>
            <Icon name={icon} />
            {isLostByReader(row) ? '紛失の手続き中' : stateWords[row.state]}
          </span>
        </td>
        <td>
          <Where text={where} />
        </td>
        <td>
          {day}
          {past ? <small class="s-sub">{past}</small> : null}
        </td>
        <td>{isHeld ? `${clockOf(instantFromDate(held.until))}にキャンセルします` : next}</td>
        <td class="n">{asked || isHeld ? null : <Acts row={row} {...page} />}</td>
      </tr>
      {asked ? <CancelQuestion row={row} position={position} /> : null}
      {held ? <Cancelling row={row} held={held} /> : null}
    </>
  );
}

/** The hold number behind a library's name is read as one. */
function Where({ text }: { text: string }) {
  const [place = '', number = ''] = text.split('　');
  return (
    <>
      {place}
      {number && '　'}
      <span class="whole">{number}</span>
    </>
  );
}

/** Nothing is cancelled by one press: the row asks first. */
function CancelQuestion(props: { row: MyLibraryRow; position: PlaceInQueue | undefined }) {
  const { row, position } = props;
  const { reservationId, title } = row;
  return (
    <tr class="s-open">
      <td colSpan={6}>
        <div class="s-confirm" data-tone="stop" id="cancel">
          <Icon name="stop" />
          <div>
            <p>
              <b>「{title}」の予約をキャンセルしますか。</b>
              {typeof position === 'number' ? `順番（${position}番目）はなくなります。` : ''}
            </p>
            <p>{HELD_MINUTES}分後にキャンセルし、ご本人にメールを送ります。それまでは元に戻せます。</p>
          </div>
          <div class="s-confirm__do">
            <Way look="quiet" to="/phone" autofocus says="やめる" />
            <VerbForm
              verb={holdCancellation}
              of={{ reservationId }}
              row={reservationId}
              about={row.reservationNumber}
            />
          </div>
        </div>
      </td>
    </tr>
  );
}

/** A cancellation that is not made yet and can be taken back; or that could not be made. */
function Cancelling({ row, held }: { row: MyLibraryRow; held: HeldCancellation }) {
  const { reservationId, reservationNumber: about } = row;
  const wish = { of: { reservationId }, row: reservationId, about };
  return (
    <tr class="s-open">
      <td colSpan={6}>
        <div class="s-confirm" data-tone="ask" id={`held-${reservationId}`}>
          <Icon name="ask" />
          {held.refusedAs ? (
            <p>
              <b>キャンセル</b>：{outcomeWords(held.refusedAs)}
            </p>
          ) : (
            <>
              <p>
                <b>{clockOf(instantFromDate(held.until))}にキャンセルします。</b>
                それまでは元に戻せます。
              </p>
              <div class="s-confirm__do">
                <VerbForm {...wish} verb={takeBackCancellation} />
                <VerbForm {...wish} verb={cancelForCaller} />
              </div>
            </>
          )}
        </div>
      </td>
    </tr>
  );
}

function Acts({ row, libraries }: Books & { row: MyLibraryRow }) {
  const { card = '' } = useFrame();
  const { reservationId, reservationNumber: about } = row;
  const wish = { of: { reservationId }, row: reservationId, about };
  return (
    <details class="s-more">
      <summary>
        操作<span class="visually-hidden">：{about}</span>
      </summary>
      <div class="s-more__acts">
        <Tap
          to={`/timeline/${reservationId}`}
          says="経過を見る（メールをもう一度、返したとのお申し出など）"
        />
        {mayWish('extend', row) ? (
          <ActForm
            id={`extend-${reservationId}`}
            action={`/phone/${reservationId}/preview`}
            hidden={{ card }}
            button="延長する"
            about={about}
          />
        ) : null}
        {mayWish('resume', row) ? <VerbForm {...wish} verb={resumeForCaller} /> : null}
        {mayWish('suspend', row) ? <VerbForm {...wish} verb={suspendForCaller} /> : null}
        {mayWish('changePickup', row) ? (
          <VerbForm
            {...wish}
            verb={changePickupForCaller}
            shown={row}
            choices={{ pickupLibrary: libraryChoices(libraries) }}
          />
        ) : null}
        {mayWish('cancel', row) ? (
          <Tap
            to={`/phone?cancel=${reservationId}#cancel`}
            says="予約をキャンセルする…"
            unseen={`：${about}`}
          />
        ) : null}
      </div>
    </details>
  );
}

/** R8. The new date is told to the caller first. */
export function ExtensionPreviewPage(props: {
  reservationId: ReservationId;
  title: string;
  preview: { due: Deadline; present: Deadline; previewedAt: Instant };
}) {
  const { preview, reservationId } = props;
  const { card = '' } = useFrame();
  const due = formatDateJa(preview.due.date);
  return (
    <TitledPage title="延長" at="/phone" narrow>
      <p>
        <b>「{props.title}」</b>　カード下4桁 {card.slice(-4)}
      </p>
      <p>
        今の返却期限は{formatDateJa(preview.present.date)}です。延長すると<b>{due}</b>
        までになります。延長は1回だけです、とお伝えください。
      </p>
      <VerbForm
        verb={extendForCaller}
        of={{ reservationId, confirmDue: preview.due.date, previewedAt: preview.previewedAt }}
      />
      <WayAlone to="/phone" />
    </TitledPage>
  );
}
