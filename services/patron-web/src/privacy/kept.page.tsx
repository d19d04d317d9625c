import {
  CalendarDateSchema,
  InstantSchema,
  type Refusal,
  ReservationStateSchema,
} from '@toshobin/lending-rules';
import { browserWords, readBrowserKind } from '@toshobin/web';
import type { ComponentChildren } from 'preact';
import { plainStateWords } from '../my-library/state-words.tsx';
import { Dated, DatedMoment } from '../pages/dated.tsx';
import { Form, Links, Pair, Part } from '../pages/elements.tsx';
import type { Fault } from '../pages/field.tsx';
import { FormPage } from '../pages/form-page.tsx';
import { type Frame, PatronPage } from '../pages/frame.tsx';
import { PasswordField } from '../sign-in/password-field.tsx';
import type { ToldOfPerson } from './kept-of-person.ts';
import { valueWords, wordsOfKept } from './kept-words.ts';

/** 自分の記録を受け取る: what it holds, and the password before it. */
export function AskForKeptPage(props: {
  frame: Frame;
  faults: readonly Fault[];
  refusal?: Refusal | undefined;
}) {
  const { frame, faults, refusal } = props;
  const { say } = frame;
  const title = say('自分の記録を受け取る', 'Get your own records');
  return (
    <FormPage frame={frame} title={title} refusal={refusal} refused={faults.length > 0}>
      <p>
        {say(
          '図書館がお預かりしている、あなたについての記録をすべてお見せします。お名前とご連絡先、貸出カード、予約と貸出、お送りしたメール、設定などです。',
          'Everything that the library keeps of you: name and address, card, reservations and loans, our mails to you, settings and the rest.',
        )}
      </p>
      <p>
        {say(
          '読んでいる資料やご住所が分かります。ほかの方も使う端末では、保存なさらないでください。',
          'It says what you read and where you live. Please don’t save it on a device that others use.',
        )}
      </p>
      <Form frame={frame} class="stack card" action="/privacy/kept">
        <PasswordField say={say} faults={faults} />
        <button class="btn btn--l btn--block" type="submit" name="as" value="page">
          {say('画面で見る（印刷できます）', 'Read it here (you can print it)')}
        </button>
        <button class="btn btn--second btn--block" type="submit" name="as" value="json" data-file>
          {say('ファイルで受け取る（JSON）', 'Get it as a file (JSON)')}
        </button>
      </Form>
      <NotTold frame={frame} />
      <Ways frame={frame} />
    </FormPage>
  );
}

/** What is not in it, and where to ask. */
function NotTold({ frame: { say, front } }: { frame: Frame }) {
  return (
    <Part id="not-told" title={say('ここに入らないもの', 'What is not in it')} small>
      <ul>
        <li>
          {say(
            'パスワードそのもの（元に戻せない形でだけ保存しています）。',
            'Your password itself: we keep it in a form that can’t be turned back.',
          )}
        </li>
        <li>
          {say(
            '終わった予約と、返却処理が済んだ貸出（貸出履歴に残したものを除きます）。その夜に、だれのものだったかを消しています。',
            'Reservations that are over and loans that were returned, but for your borrowing history: whose they were is deleted that night.',
          )}
        </li>
        <li>
          {say(
            `職員がいつ何をしたかの記録。県立図書館（${front.phone}）へお尋ねください。`,
            `The record of what staff did, and when. Please ask us (${front.phone}).`,
          )}
        </li>
        <li>{say('2週間だけ保管する控え（バックアップ）。', 'Backups, which are kept for two weeks.')}</li>
      </ul>
    </Part>
  );
}

function Ways({ frame: { say } }: { frame: Frame }) {
  return (
    <Links
      links={[
        { href: '/help/privacy', label: say('お預かりする情報について', 'What we keep, and for how long') },
        { href: '/privacy', label: say('貸出履歴の設定', 'Reading history and privacy') },
        { href: '/my-library', label: say('Myライブラリ', 'My Library') },
      ]}
    />
  );
}

/** All of it, table by table, to read and to print. */
export function KeptPage(props: { frame: Frame; told: ToldOfPerson; nameOf: (code: string) => string }) {
  const { frame, told, nameOf } = props;
  const { say, front } = frame;
  const { language } = front;
  const title = say('自分の記録', 'Your own records');
  const rowsOf = new Map<string, readonly object[]>(Object.entries(told.kept));
  const parts = Object.entries(wordsOfKept).map(([table, { title: heading, fields }]) => ({
    table,
    heading: say(...heading),
    rows: (rowsOf.get(table) ?? []).map((row) => {
      const values = new Map<string, unknown>(Object.entries(row));
      return Object.entries(fields).flatMap(([field, words]) => {
        const value = values.get(field) ?? null;
        return words === 'file' || value === null ? [] : [{ field, name: say(...words), value }];
      });
    }),
  }));
  const none = parts.filter(({ rows }) => rows.length === 0).map(({ heading }) => heading);
  return (
    <PatronPage frame={frame} title={title} at="/my-library" narrow>
      <div class="stack stack--l">
        <div class="stack">
          <h1>{title}</h1>
          <p>
            <DatedMoment at={told.toldAt} language={language} />{' '}
            {say(
              '現在、図書館がお預かりしているものです。ブラウザーの「印刷」で紙に印刷できます。',
              'is when this was so. You can print this page with your browser.',
            )}
          </p>
        </div>
        {parts.map(({ table, heading, rows }) =>
          rows.length === 0 ? null : (
            <Part id={`of-${table}`} title={heading} small key={table}>
              {rows.map((pairs, n) => (
                <dl class="pairs card" key={n}>
                  {pairs.map(({ field, name, value }) => (
                    <Pair name={name} key={field}>
                      <Value frame={frame} of={`${table}.${field}`} value={value} nameOf={nameOf} />
                    </Pair>
                  ))}
                </dl>
              ))}
            </Part>
          ),
        )}
        {none.length === 0 ? null : (
          <Part id="none" title={say('お預かりしていないもの', 'What we keep nothing of')} small>
            <p>{none.join(say('、', ', '))}</p>
          </Part>
        )}
        <NotTold frame={frame} />
        <Ways frame={frame} />
      </div>
    </PatronPage>
  );
}

const LIBRARY = /\.(pickupLibrary|lastPickupLibrary|library)$/;
/** What stands in Japanese on an English page, too. */
const JAPANESE = /\.(title|subject|name|nameReading|address|nickname)$/;

function Value(props: { frame: Frame; of: string; value: unknown; nameOf: (code: string) => string }) {
  const { of, value } = props;
  const { say, front } = props.frame;
  const { language } = front;
  const words = valueWords[of]?.[String(value)];
  if (words !== undefined) return <>{say(...words)}</>;
  if (typeof value === 'boolean') return <>{value ? say('はい', 'Yes') : say('いいえ', 'No')}</>;
  const text = String(value);
  if (LIBRARY.test(of)) return <>{props.nameOf(text)}</>;
  if (of === 'session.browser') return <>{browserWords(readBrowserKind(text), language)}</>;
  if (of === 'application.state') return <>{stateOr(text, language)}</>;
  if (JAPANESE.test(of)) return <span lang={of === 'notice.subject' ? undefined : 'ja'}>{text}</span>;
  const date = CalendarDateSchema.safeParse(text);
  if (date.success) return <Dated date={date.data} language={language} />;
  const at = InstantSchema.safeParse(text);
  if (at.success) return <DatedMoment at={at.data} language={language} />;
  return <>{text}</>;
}

function stateOr(text: string, language: Frame['front']['language']): ComponentChildren {
  const { data: state } = ReservationStateSchema.safeParse(text);
  return state === undefined ? text : plainStateWords(state, language);
}
