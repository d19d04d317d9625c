import type { ComponentChildren } from 'preact';
import { TapLine } from '../pages/elements.tsx';
import { type Frame, PatronPage } from '../pages/frame.tsx';

/** Where the style sheet of the paper is served. */
export const PAPER_STYLE = '/style/paper.css';

/**
 * R1. The form to print and send by mail: one sheet of A4, always blank. The sheet is Japanese in both languages,
 * because staff read it; an English page adds English below each label.
 */
export function PaperFormPage({ frame }: { frame: Frame }) {
  const { say, front } = frame;
  const title = say('貸出カードの申込書（印刷用）', 'Card application to print');
  return (
    <PatronPage frame={frame} title={title} narrow head={<link rel="stylesheet" href={PAPER_STYLE} />}>
      <div class="stack">
        <div class="no-print stack">
          <h1>{title}</h1>
          <p>
            {say(
              'ブラウザーの「印刷」で、A4の紙1枚に印刷できます。書いて、本人を確かめるものの写しと一緒にお送りください。',
              'Print this page on one sheet of A4, fill it in, and send it with a copy of something that shows who you are.',
            )}
          </p>
          <p>
            {say(
              '印刷できないときは、白い紙に同じことを書いてもかまいません。',
              'If you can’t print, write the same on a blank sheet.',
            )}
          </p>
          <TapLine href="/card-application">{say('オンラインで申し込む', 'Apply online')}</TapLine>
        </div>
        <Sheet frame={frame} libraryName={front.libraryName} phone={front.phone} />
      </div>
    </PatronPage>
  );
}

function Sheet({ frame, libraryName, phone }: { frame: Frame; libraryName: string; phone: string }) {
  const line = (ja: string, en: string, children: ComponentChildren) => (
    <tr>
      <th scope="row">
        {ja}
        {frame.front.language === 'en' ? (
          <span class="paper-en" lang="en">
            {en}
          </span>
        ) : null}
      </th>
      <td>{children}</td>
    </tr>
  );
  return (
    <section class="paper" lang="ja" aria-labelledby="paper-title">
      <h2 id="paper-title">貸出カード申込書</h2>
      <p class="paper-to">{libraryName} 御中</p>
      <table>
        <tbody>
          {line('申込み', 'I ask for', <Kinds frame={frame} />)}
          {line('記入日', 'Today', <Western />)}
          {line('よみがな', 'Reading', <span class="paper-line" />)}
          {line('お名前', 'Name', <span class="paper-line paper-line--tall" />)}
          {line('生年月日（西暦）', 'Date of birth', <Western />)}
          {line('郵便番号', 'Postcode', <Boxes groups={[3, 4]} between="-" />)}
          {line(
            '住所',
            'Address',
            <>
              <span class="paper-line" />
              <span class="paper-line" />
            </>,
          )}
          {line('電話番号', 'Phone', <span class="paper-line" />)}
          {line(
            'メールアドレス',
            'E-mail',
            <>
              <span class="paper-line" />
              <small>
                ご連絡はメールだけで行います。0（ゼロ）とO（オー）、1（いち）とl（エル）は、はっきり書いてください。
              </small>
            </>,
          )}
        </tbody>
      </table>
      <h3>一緒にお送りいただくもの</h3>
      <ul>
        <li>
          お名前・ご住所・生年月日がわかるものの写し（運転免許証、マイナンバーカードの表、在留カードなど）。
          マイナンバー（個人番号）が書いてある面は送らないでください。
        </li>
        <li>更新のときも同じです。カードは送らないでください。</li>
      </ul>
      <h3>送り先</h3>
      <p>
        {libraryName} 貸出カード担当（電話 {phone}）
        <br />
        <small>送り先のご住所は、図書館のホームページまたは電話でお確かめください。</small>
      </p>
      <table class="paper-desk">
        <caption>図書館で書きます</caption>
        <tbody>
          <tr>
            <th scope="row">受付日</th>
            <td />
            <th scope="row">受付番号</th>
            <td />
            <th scope="row">確認したもの</th>
            <td />
            <th scope="row">担当</th>
            <td />
          </tr>
        </tbody>
      </table>
    </section>
  );
}

function Kinds({ frame }: { frame: Frame }) {
  const english = frame.front.language === 'en';
  return (
    <>
      <p class="paper-kind">
        <i class="paper-box" /> 新しいカード
        {english ? <span lang="en"> (a new card)</span> : null}
      </p>
      <p class="paper-kind">
        <i class="paper-box" /> 有効期限の更新
        {english ? <span lang="en"> (renewal)</span> : null}　カード番号 <Boxes groups={[8]} />
      </p>
    </>
  );
}

function Western() {
  return (
    <>
      <Boxes groups={[4]} /> 年 <Boxes groups={[2]} /> 月 <Boxes groups={[2]} /> 日
    </>
  );
}

/** Boxes to write one sign into each. They hold nothing. */
function Boxes({ groups, between }: { groups: readonly number[]; between?: string }) {
  return (
    <span class="paper-boxes" aria-hidden="true">
      {groups.map((count, group) => (
        <span key={`${group} ${count}`}>
          {group > 0 ? between : null}
          {Array.from({ length: count }, (_, n) => `${group} ${n}`).map((key) => (
            <i key={key} class="paper-box" />
          ))}
        </span>
      ))}
    </span>
  );
}
