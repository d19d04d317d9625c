import type { HeldAnswer, Parcel, ParcelWithCopy } from '@toshobin/contracts';
import { Icon } from '@toshobin/web';
import type { ComponentChildren } from 'preact';
import { Answer } from '../pages/answer.tsx';
import { CopyNamed } from '../pages/copy-named.tsx';
import { shortDate } from '../pages/dates.ts';
import { Entry } from '../pages/entry.tsx';
import { Post } from '../pages/post.tsx';
import { Submit } from '../pages/press.tsx';
import type { BigAnswer } from '../sessions/desk-state.ts';
import { AS_SOON_AS_READY } from './how-it-goes.ts';
import { inCm, inGrams, modeWords } from './parcel-words.ts';
import { Limits } from './yu-mail-limits.tsx';

function Answering(props: { path: string; code: string; best?: boolean; children: ComponentChildren }) {
  return (
    <Post
      to={`${props.path}/answer`}
      once
      hidden={{ about: props.code }}
      {...(props.best ? { class: 'is-best' } : {})}
    >
      {props.children}
    </Post>
  );
}

function Dismiss(props: { path: string; code: string }) {
  return (
    <Answering {...props}>
      <Submit look="second" name="answer" value="0" icon="undo" digit="0" says="取り消す" />
    </Answering>
  );
}

/** R11. A copy that takes the parcel beyond the Yu-Mail guide: three ways out, numbered, with what each costs and takes. */
export function ThirdCopy(props: {
  path: string;
  question: ParcelWithCopy;
  lines: Parcel['lines'];
  reasonMissing: boolean;
}) {
  const { path, question, lines } = props;
  const { copy, guide, yuPack, nextParcel } = question;
  const about = { path, code: copy.barcode };
  const nth = lines.length + 1;
  const most = `${guide.items}点、${guide.grams / 1000}kg、厚さ${guide.millimetres / 10}cm`;
  return (
    <section
      class="s-answer s-answer--tight"
      data-tone="ask"
      data-asks
      id="answer"
      aria-labelledby="answer-text"
    >
      <div class="s-answer__face">
        <Icon name="question" />
        <div>
          <p class="s-answer__line">{nth}点目です</p>
          <h2 class="s-answer__text s-answer__text--s" id="answer-text">
            ゆうメールの目安（{most}）を超えます。
            <br />
            ゆうパックにするか、理由を書いて進めてください。
          </h2>
        </div>
      </div>
      <div class="s-answer__body">
        <div class="s-compare">
          <Answering {...about} best>
            <h3>1　ゆうパックにする</h3>
            <p>
              {nth}点を1個で。{AS_SOON_AS_READY}。
              <br />
              {shortDate(yuPack.expectedDate)}ごろ到着　<b>{prices(yuPack.yen)}</b>
            </p>
            <Submit name="answer" value="1" digit="1" says="ゆうパックにする" />
          </Answering>
          <Answering {...about}>
            <h3>2　次の小包に入れる</h3>
            <p>
              {nth}点目を別の{modeWords[nextParcel.mode]}にします。
              {nextParcel.mode === 'yuMail'
                ? `どちらも${shortDate(nextParcel.dispatchDay)}の便です。`
                : `${AS_SOON_AS_READY}。`}
              <br />
              {shortDate(nextParcel.expectedDate)}ごろ到着　<b>{prices(nextParcel.yen)}</b>
            </p>
            <Submit look="second" name="answer" value="2" digit="2" says="次の小包に入れる" />
          </Answering>
          <Answering {...about}>
            <h3>3　ゆうメールのまま</h3>
            <Entry
              label="理由（記録に残ります）"
              id="why"
              name="reason"
              autocomplete="off"
              maxLength={200}
              fault={
                props.reasonMissing ? '理由をことばで書いてください。番号は理由になりません。' : undefined
              }
              autofocus={props.reasonMissing}
            />
            <Submit look="second" name="answer" value="3" digit="3" says="理由を書いて進める" />
          </Answering>
        </div>
        <Limits lines={lines} added={copy} guide={guide} />
      </div>
      <div class="s-answer__foot">
        <p>
          {nth}点目　
          <CopyNamed barcode={copy.barcode} />　{inGrams(copy.weightGrams)}
          {'　'}
          {inCm(copy.thicknessMm)}（まだ小包に入っていません）
        </p>
        <Dismiss path={path} code={copy.barcode} />
      </div>
    </section>
  );
}

/** A copy for another library: it must not go in; its own parcel is one key away. */
export function OtherLibrary(props: { path: string; answer: BigAnswer; goal: string }) {
  const { path, answer, goal } = props;
  return (
    <section class="s-answer" data-tone="stop" id="answer" aria-labelledby="answer-text">
      <div class="s-answer__face">
        <Icon name="stop" />
        <div>
          <p class="s-answer__line">小包に入れないでください</p>
          <h2 class="s-answer__text s-answer__text--s" id="answer-text">
            {answer.text}
          </h2>
        </div>
      </div>
      <div class="s-answer__foot">
        <p>
          <CopyNamed barcode={answer.code} />
        </p>
        <Answering path={path} code={answer.code}>
          <Submit look="second" name="answer" value="1" digit="1" says={`${goal}の小包に入れる`} />
        </Answering>
        <Dismiss path={path} code={answer.code} />
      </div>
    </section>
  );
}

/** A copy that is held goes home because its patron did not come, or brought it back; one on loan was brought back. */
export function HeldCopy(props: { path: string; answer: BigAnswer; asked: 'stillHeld' | 'stillLent' }) {
  const { path, answer, asked } = props;
  const form = (held: HeldAnswer, key: string, words: string) => (
    <Post to={`${path}/pack`} once hidden={{ code: answer.code, held }}>
      <Submit look="second" digit={key} says={words} />
    </Post>
  );
  return (
    <Answer answer={answer}>
      {asked === 'stillLent' ? (
        <>
          <p>
            小包に入れていません。返ってきた資料なら、返却を受け付けてから入れます。違うときは、小包に入れないでください。
          </p>
          {form('returned', '1', '返却を受け付けて小包に入れる')}
        </>
      ) : (
        <>
          <p>小包に入れていません。送り返すわけを選んでください。違うときは、取り置き棚に戻します。</p>
          {form('unclaimed', '1', '受け取りに来ないので送り返す')}
          <p class="small">
            予約はキャンセルになります。利用者には、本が県立図書館に戻ったときに知らせます。
          </p>
          {form('returned', '2', '貸し出したものが返ってきた')}
        </>
      )}
    </Answer>
  );
}

/** 320円＋230円. */
function prices(yen: readonly (number | null)[]): string {
  return yen.map((one) => (one === null ? '送料は窓口で' : `${one.toLocaleString('ja-JP')}円`)).join('＋');
}
