import type { HistoryRow, Preferences } from '@toshobin/contracts';
import { Notice, RefusalNotice } from '@toshobin/web';
import { counted } from '../pages/counted.ts';
import { Dated } from '../pages/dated.tsx';
import { Form, Links, RowTitle, Submit } from '../pages/elements.tsx';
import { FormPage } from '../pages/form-page.tsx';
import type { Frame } from '../pages/frame.tsx';

/** Each is a tick; beside them one language is chosen. */
export type Setting = 'keepHistory' | 'withoutTitles' | 'handedInMail';

/** What is told and kept. Everything that keeps more is off unless asked for. */
export function PrivacyPage(props: { frame: Frame; preferences: Preferences; saved: boolean }) {
  const { frame, preferences } = props;
  const { say } = frame;
  const title = say('貸出履歴の設定', 'Reading history and privacy');
  const { keepHistory, titlesInMail, handedInMail, mailLanguage } = preferences;
  const on: Readonly<Record<Setting, boolean>> = { keepHistory, withoutTitles: !titlesInMail, handedInMail };
  const drawn = [...Object.entries(on).flatMap(([name, isOn]) => (isOn ? name : [])), mailLanguage];
  return (
    <FormPage frame={frame} title={title}>
      {props.saved ? (
        <Notice tone="ok">
          <p>{say('設定を保存しました。', 'Your settings are saved.')}</p>
        </Notice>
      ) : null}
      <Form frame={frame} class="stack card" action="/privacy" fields={{ drawn: drawn.join(' ') }}>
        <h2 class="h3">{say('貸出履歴', 'Borrowing history')}</h2>
        <p>
          {say(
            '何を借りたかの記録は、返却処理が済んだ日の夜に消去します。残したい方だけ、ここで選んでください。',
            'What you borrowed is erased in the night after its return was processed. Choose here if you want it kept.',
          )}
        </p>
        <Check
          name="keepHistory"
          on={on.keepHistory}
          label={say(
            'これから返す資料の書名と返却日を、履歴に残す',
            'Keep title and return date of what I return from now on',
          )}
          hint={say(
            'あなただけが見られます。いつでも消せます。選ぶのをやめると、残した履歴はすぐにすべて消えます。',
            'Only you can see it, and you can delete it at any time. If you stop, all of it is deleted at once.',
          )}
        />
        <h2 class="h3">{say('お知らせのメール', 'Our mails')}</h2>
        <MailLanguage frame={frame} chosen={mailLanguage} />
        <Check
          name="withoutTitles"
          on={on.withoutTitles}
          label={say('メールに書名を書かない', 'No titles in mails')}
          hint={say(
            '予約番号だけをお知らせします。ご家族と同じアドレスをお使いの方に。件名に書名を書くことはありません。',
            'They name the reservation number only: for those who share an address. A subject never has a title.',
          )}
        />
        <Check
          name="handedInMail"
          on={on.handedInMail}
          label={say('返却を受け付けたときに、メールで知らせる', 'Mail me when a return is taken in')}
          hint={say(
            '受取館に返却したとき、返却処理の前にお知らせします。',
            'For returns at a pickup library, before they are processed.',
          )}
        />
        <Submit look="l block">{say('この設定にする', 'Save')}</Submit>
      </Form>
      <Links
        links={[
          ...(keepHistory ? [{ href: '/history', label: say('貸出履歴を見る', 'See your history') }] : []),
          { href: '/privacy/kept', label: say('自分の記録を受け取る', 'Get your own records') },
          { href: '/my-library', label: say('Myライブラリ', 'My Library') },
        ]}
      />
    </FormPage>
  );
}

function MailLanguage({ frame: { say }, chosen }: { frame: Frame; chosen: Preferences['mailLanguage'] }) {
  const choices = [
    { value: 'ja', label: '日本語' },
    { value: 'en', label: 'English' },
  ] as const;
  return (
    <fieldset class="stack stack--s" aria-describedby="mailLanguage-hint">
      <legend>{say('メールの言葉', 'Language of our mails')}</legend>
      <div class="choices">
        {choices.map(({ value, label }) => (
          <label class="choice" key={value}>
            <input type="radio" name="mailLanguage" value={value} required checked={value === chosen} />
            <span lang={value}>{label}</span>
          </label>
        ))}
      </div>
      <p class="hint" id="mailLanguage-hint">
        {say(
          '英語のメールでも、書名は目録のとおりに書きます。',
          'Titles are written as they are in the catalogue.',
        )}
      </p>
    </fieldset>
  );
}

function Check(props: { name: Setting; on: boolean; label: string; hint: string }) {
  const { name, on, label, hint } = props;
  return (
    <div>
      <label class="check" for={name}>
        <input
          id={name}
          type="checkbox"
          name={name}
          value="on"
          checked={on}
          aria-describedby={`${name}-hint`}
        />
        <b>{label}</b>
      </label>
      <p class="hint" id={`${name}-hint`}>
        {hint}
      </p>
    </div>
  );
}

/** Before what was kept is deleted: all of it at once, or by stopping, with the fields of those settings. */
export function ForgetAllPage(props: {
  frame: Frame;
  total: number;
  stops?: Readonly<Record<string, string>>;
}) {
  const { frame, total, stops } = props;
  const { say } = frame;
  const title = stops
    ? say('履歴に残すのをやめて、すべて消しますか', 'Stop keeping your history, and delete it?')
    : say('貸出履歴をすべて消しますか', 'Delete all of your history?');
  return (
    <FormPage frame={frame} title={title}>
      <p>
        {say(
          `${total}点の履歴を消します。元には戻せません。`,
          `${counted(total, 'entry', 'entries')} will be deleted. This can’t be undone.`,
        )}
      </p>
      {stops ? (
        <p>
          {say('これから返す資料も、履歴に残しません。', 'What you return from now on is not kept either.')}
        </p>
      ) : null}
      <Form frame={frame} action={stops ? '/privacy' : '/history/forget'}>
        {Object.entries(stops ?? { all: 'yes' }).map(([name, value]) => (
          <input type="hidden" name={name} value={value} key={name} />
        ))}
        <div class="actions">
          <Submit look="stop l">{say('すべて消す', 'Delete all')}</Submit>
          <a class="btn btn--second" href={stops ? '/privacy' : '/history'}>
            {say('戻る', 'Back')}
          </a>
        </div>
      </Form>
    </FormPage>
  );
}

/** Loans that are over, for whoever asked for them to be kept. */
export function HistoryPage(props: {
  frame: Frame;
  kept: boolean;
  rows: readonly HistoryRow[];
  total: number;
  page: number;
  pageSize: number;
  done?: 'one' | 'all' | 'changed' | undefined;
}) {
  const { frame, kept, rows, total, page, pageSize, done } = props;
  const { say } = frame;
  const title = say('貸出履歴', 'Borrowing history');
  const pages = Math.max(1, Math.ceil(total / pageSize));
  return (
    <FormPage frame={frame} title={title} look="stack">
      {done === 'changed' ? (
        <RefusalNotice refusal={{ code: 'STATE_CHANGED' }} front={frame.front} />
      ) : done ? (
        <Notice tone="ok">
          <p>
            {done === 'all'
              ? say('貸出履歴をすべて消しました。', 'All of your history is deleted.')
              : say('履歴から1点消しました。', 'One entry is deleted.')}
          </p>
        </Notice>
      ) : null}
      {kept ? null : (
        <p>
          {say(
            '貸出履歴は残していません。残したい方は、設定で選んでください。',
            'Your history is not kept. You can ask for it in the settings.',
          )}
        </p>
      )}
      {kept && total === 0 ? (
        <p>
          {say(
            'まだありません。これから返却処理が済んだ資料が、ここに入ります。',
            'Nothing yet. What you return from now on appears here once it is processed.',
          )}
        </p>
      ) : null}
      {rows.length > 0 ? (
        <>
          <p>{say(`${total}点`, counted(total, 'entry', 'entries'))}</p>
          <ul class="rows">
            {rows.map((row) => (
              <Entry key={row.historyId} frame={frame} row={row} page={page} />
            ))}
          </ul>
        </>
      ) : null}
      {pages > 1 ? <Pager frame={frame} page={page} pages={pages} /> : null}
      {total > 0 ? (
        <p>
          <a class="btn btn--quiet" href="/history/forget">
            {say('すべて消す', 'Delete all')}
          </a>
        </p>
      ) : null}
      <Links
        links={[
          { href: '/privacy', label: say('貸出履歴の設定', 'Reading history and privacy') },
          { href: '/my-library', label: say('Myライブラリ', 'My Library') },
        ]}
      />
    </FormPage>
  );
}

function Entry({ frame, row, page }: { frame: Frame; row: HistoryRow; page: number }) {
  const { say } = frame;
  return (
    <li class="row">
      <RowTitle {...row} level="h2" />
      <p class="row-sub">
        {say('返却日：', 'Returned on ')}
        <Dated date={row.returnedOn} language={frame.front.language} />
      </p>
      <Form frame={frame} action="/history/forget" fields={{ historyId: row.historyId, page }}>
        <Submit look="quiet">
          {say('履歴から消す', 'Delete')}
          <span class="visually-hidden" lang="ja">
            ：{row.title}
          </span>
        </Submit>
      </Form>
    </li>
  );
}

function Pager({ frame: { say }, page, pages }: { frame: Frame; page: number; pages: number }) {
  return (
    <nav class="pager" aria-label={say('ページ', 'Pages')}>
      {page > 1 ? (
        <a class="btn btn--second" href={`/history?page=${page - 1}`}>
          {say('前へ', 'Previous')}
        </a>
      ) : null}
      <span>
        {page} / {pages}
      </span>
      {page < pages ? (
        <a class="btn btn--second" href={`/history?page=${page + 1}`}>
          {say('次へ', 'Next')}
        </a>
      ) : null}
    </nav>
  );
}
