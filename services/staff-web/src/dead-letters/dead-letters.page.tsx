import { isOpen, namedIn, openCounts, reasonLine, type StoredLetter } from '@toshobin/events';
import { type Instant, instant, instantFromDate } from '@toshobin/lending-rules';
import { Notice } from '@toshobin/web';
import { Told } from '../pages/answer.tsx';
import { shortMoment } from '../pages/dates.ts';
import { Entry } from '../pages/entry.tsx';
import { Part, TitledPage, useFrame } from '../pages/frame.tsx';
import { Table } from '../pages/heads.tsx';
import { Post } from '../pages/post.tsx';
import { Submit } from '../pages/press.tsx';

/** 読めなかった知らせ: where, what, when, who put it away and why. Ids only, never what is in it. */
export function DeadLettersPage(props: { letters: readonly StoredLetter[] | 'away' }) {
  const { letters } = props;
  return (
    <TitledPage
      title="読めなかった知らせ"
      at="/dead-letters"
      csv="/lists/dead-letters.csv"
      beside="サービスの間の知らせ（dead letters）のうち、読めずによけたもの、処理できずに止めたものです。中身は出しません。"
    >
      <Told />
      {letters === 'away' ? (
        <Notice tone="wait">
          Kafka
          につながらないため、今は一覧を出せません。知らせは残っています。つながってから、もう一度開いてください。
        </Notice>
      ) : (
        <Letters letters={openFirst(letters)} />
      )}
    </TitledPage>
  );
}

/** What is to be done stands first, the latest of it above. */
function openFirst(letters: readonly StoredLetter[]): StoredLetter[] {
  return letters.toReversed().sort((one, other) => Number(isOpen(other)) - Number(isOpen(one)));
}

function Letters({ letters }: { letters: readonly StoredLetter[] }) {
  const frame = useFrame();
  const { unreadable, parkedKeys } = openCounts(letters);
  const open = unreadable + parkedKeys;
  if (letters.length === 0) return <p>ありません。</p>;
  return (
    <Post to="/dead-letters" class="stack">
      <p>
        {letters.length}件、戻していないもの <b>{unreadable}件</b>、止めてあるもの <b>{parkedKeys}件</b>
      </p>
      <Table scrolls of={['位置', '知らせ', 'よけた時刻と担当', 'わけ', 'その後']}>
        {letters.map((letter) => (
          <tr key={letter.position}>
            <th scope="row">
              {letter.settled ? (
                <span class="s-num">{letter.position}</span>
              ) : (
                <label class="check">
                  <input type="checkbox" name="position" value={letter.position} />
                  <span class="s-num">{letter.position}</span>
                </label>
              )}
            </th>
            <td>
              <span class="s-num">{letter.origin?.place ?? 'よそからのもの'}</span>
              <br />
              {letter.type ?? '種類は読めません'}
              <br />
              <span class="s-num small">{letter.id ?? 'IDは読めません'}</span>
              <br />
              <WayToTimeline letter={letter} />
              {letter.time === undefined ? '' : `${shortMoment(instant(letter.time))} の出来事`}
            </td>
            <td>
              {shortMoment(instantFromDate(letter.at))} {putWords[letter.parked ?? 'unreadable']}
              <br />
              {letter.group ?? ''}
            </td>
            <td class="small">{reasonLine(letter)}</td>
            <td>{whatBecameOf(letter, frame.now)}</td>
          </tr>
        ))}
      </Table>
      <Part class="s-panel stack stack--s" id="put-back" title="元の場所へ戻す・済みにする">
        <p>
          原因を直してから戻します。各サービスがもう一度読みます。二度読んでも、二重にはなりません。止めたものは、後ろで待つものと一緒に、順に進みます。
        </p>
        <p>
          よそからのものなど、戻しても仕方のないものは「済みにする」を押します。もう戻りません。止めたものを済みにすると、後ろで待つものが進みます。
        </p>
        <Entry
          label="理由（記録に残ります。お名前は書きません）"
          id="reason"
          autocomplete="off"
          required
          maxLength={200}
        />
        <div class="cluster">
          <Submit name="which" value="chosen" says="選んだものを戻す" />
          <Submit
            look="second"
            name="which"
            value="all"
            disabled={open === 0}
            says="戻していないものをすべて戻す"
          />
          <Submit look="second" name="which" value="dismissed" says="選んだものを済みにする" />
        </div>
      </Part>
    </Post>
  );
}

/** To the reservation, or the parcel, that the event names; nothing of what a stranger wrote is followed. */
function WayToTimeline({ letter }: { letter: StoredLetter }) {
  const { reservationId, parcelNumber } = letter.origin ? namedIn(letter) : {};
  if (!reservationId && !parcelNumber) return null;
  return (
    <>
      {reservationId ? (
        <a href={`/timeline/${reservationId}`}>予約の経過を見る</a>
      ) : (
        <a href={`/timeline?q=${parcelNumber}`}>小包の経過を見る</a>
      )}
      <br />
    </>
  );
}

const putWords = {
  unreadable: 'によけました',
  failed: 'に止めました',
  behind: 'に来て、止めたものの後ろで待っています',
} as const;

/** How long a key that was put back is said to be tried: its reader hears of it in a second or two, and tries it once. */
const TRIED_MS = 30_000;

function whatBecameOf(letter: StoredLetter, now: Instant): string {
  const { settled, replayedAt, parked } = letter;
  if (settled) {
    const done = settled.as === 'heard' ? 'に処理できました' : 'に済みにしました';
    return `${shortMoment(instantFromDate(settled.at))} ${done}`;
  }
  if (!replayedAt) return parked ? '止めてあります' : '戻していません';
  const isBeingTried = Date.parse(now) - replayedAt.getTime() < TRIED_MS;
  const still = isBeingTried ? 'に戻しました。いま処理しています' : 'に戻しましたが、まだ止まっています';
  return `${shortMoment(instantFromDate(replayedAt))} ${isOpen(letter) ? still : 'に戻しました'}`;
}
