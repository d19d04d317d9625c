import { Icon, sentenceOf } from '@toshobin/web';
import { type Frame, PatronPage } from '../pages/frame.tsx';
import type { Done, DoneAnswer } from './done-answers.ts';
import { Steps } from './pickup.page.tsx';

/** Each title with its own answer. */
export function DonePage({ frame, done, library }: { frame: Frame; done: Done; library: string }) {
  const accepted = done.items.filter((item) => item.answer === 'accepted').length;
  const h1 = accepted > 0 ? `${accepted}点の予約を受け付けました` : '予約をお受けできませんでした';
  return (
    <PatronPage frame={frame} title={h1} at="/basket" narrow>
      <div class="stack">
        <Steps at={3} />
        <h1>{h1}</h1>
        <p>受取館：{library}</p>
        <ul class="rows">
          {done.items.map((item) => (
            <Answer key={item.recordId} item={item} frame={frame} />
          ))}
        </ul>
        {accepted > 0 ? <p>資料が受取可能になりましたら、メールでお知らせします。</p> : null}
        <div class="actions">
          <a class="btn btn--l" href="/my-library">
            Myライブラリへ
          </a>
          <a class="btn btn--second" href="/">
            蔵書検索に戻る
          </a>
        </div>
      </div>
    </PatronPage>
  );
}

function Answer({ item, frame }: { item: DoneAnswer; frame: Frame }) {
  if (item.answer === 'refused') {
    return (
      <li class="row" data-refusal={item.refusal.code}>
        <p class="row-title">{item.title || '（書名を表示できませんでした）'}</p>
        <p class="why">
          <Icon name="stop" />
          <span>お受けできませんでした。{sentenceOf(item.refusal, frame.front)}</span>
        </p>
      </li>
    );
  }
  return (
    <li class="row">
      <p class="row-title">{item.title}</p>
      <p class="done">
        <Icon name="ok" />
        <span>
          受け付けました。予約番号 <span class="num">{item.reservationNumber}</span>
          <br />
          {placeWords(item)}
        </span>
      </p>
    </li>
  );
}

function placeWords({ position, ready }: Extract<DoneAnswer, { answer: 'accepted' }>): string {
  if (ready) return '準備中です。';
  if (position === null) return '順番は、メールでお知らせします。';
  return position > 1 ? `順番待ち（${position}番目）` : '次の順番です。';
}
