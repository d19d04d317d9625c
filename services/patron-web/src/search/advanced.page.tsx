import { RecordKindSchema } from '@toshobin/contracts';
import { Icon } from '@toshobin/web';
import { Crumbs } from '../pages/crumbs.tsx';
import { Submit, TapLine } from '../pages/elements.tsx';
import { type Fault, FaultSummary, Field } from '../pages/field.tsx';
import { type Frame, PatronPage } from '../pages/frame.tsx';
import { SearchHead } from '../pages/search-head.tsx';
import { type Asked, TEXT_LIMIT } from './asked.ts';
import { kindName } from './conditions.ts';
import type { Typed } from './read-advanced.ts';

/** The advanced search: a field for each thing that is known, filled in with what was typed before. */
export function AdvancedPage(props: {
  frame: Frame;
  typed: Typed;
  asked: Asked;
  faults: readonly Fault[];
  publicUrl: string;
}) {
  const { frame, typed, asked, faults, publicUrl } = props;
  const { say } = frame;
  const title = say('詳しい検索', 'Advanced search');
  const field = (name: keyof Typed) => ({
    name,
    say,
    value: typed[name],
    faults,
    unmarked: true,
    autocomplete: 'off',
    maxLength: TEXT_LIMIT,
  });
  return (
    <PatronPage
      frame={frame}
      title={title}
      at="/"
      narrow
      refused={faults.length > 0}
      head={<SearchHead publicUrl={publicUrl} path="/search/advanced" indexed />}
    >
      <Crumbs frame={frame} under="search" here={title} />
      <div class="stack">
        <h1>{title}</h1>
        <FaultSummary faults={faults} say={say} />
        <p>
          {say(
            'わかるところだけ入れてください。入れたことのすべてに合う資料を探します。',
            'Fill in what you know. Titles that fit all of it are found.',
          )}
        </p>
        <search>
          <form action="/search/advanced" class="stack form" novalidate>
            <input type="hidden" name="go" value="1" />
            <Field {...field('q')} label={say('どこかに含まれることば', 'Words anywhere')} />
            <Field
              {...field('title')}
              label={say('書名', 'Title')}
              hint={say('ひらがなでも探せます。', 'Japanese; kana and Latin letters (kokoro) work too.')}
            />
            <Field
              {...field('author')}
              label={say('著者・訳者・編者など', 'Author, translator or editor')}
              hint={say('姓と名の間は、あけてもあけなくても。', 'With or without a space in the name.')}
            />
            <Field {...field('publisher')} label={say('出版社', 'Publisher')} />
            <Field
              {...field('about')}
              label={say('だれについて', 'About whom')}
              hint={say(
                '書名や主題に名前がある、ほかの人が書いた資料。例：福沢諭吉',
                'Whose name is in title or subject, written by somebody else.',
              )}
            />
            <Field
              {...field('subject')}
              label={say('主題', 'Subject')}
              hint={say(
                '何について書かれているか。例：織物、灯台。書名にない資料も見つかります。',
                'What it is about, in Japanese. Found through the names of the classes.',
              )}
            />
            <Field
              {...field('ndc')}
              inputMode="numeric"
              label={say('分類番号（NDC）', 'Class number (NDC)')}
              hint={say(
                '日本十進分類法の番号。1桁から3桁。例：913は日本の小説',
                'One to three digits of the Nippon Decimal Classification. 913: Japanese fiction',
              )}
            />
            <TapLine href="/browse">{say('分類の一覧から探す', 'Look through the classes')}</TapLine>
            <Field
              {...field('isbn')}
              inputMode="text"
              label="ISBN"
              hint={say('10桁か13桁。ハイフンはあってもなくても。', '10 or 13 digits, hyphens allowed.')}
            />
            <fieldset class="stack stack--s">
              <legend class="label">{say('出版年', 'Year of publication')}</legend>
              <div class="columns">
                <Field {...field('from')} inputMode="numeric" label={say('この年から', 'From')} />
                <Field {...field('to')} inputMode="numeric" label={say('この年まで', 'To')} />
              </div>
            </fieldset>
            <div class="field">
              <label for="kind">{say('種類', 'Kind')}</label>
              <select class="select" id="kind" name="kind">
                <option value="" selected={asked.kind === undefined}>
                  {say('すべて', 'All')}
                </option>
                {RecordKindSchema.options.map((kind) => (
                  <option key={kind} value={kind} selected={asked.kind === kind}>
                    {kindName(kind, say)}
                  </option>
                ))}
              </select>
            </div>
            <fieldset>
              <legend class="label">{say('貸出', 'Lending')}</legend>
              <Check
                name="reservableOnly"
                checked={asked.reservableOnly !== undefined}
                label={say('予約できる資料だけ', 'Only what can be reserved')}
              />
              <Check
                name="onShelfOnly"
                checked={asked.onShelfOnly !== undefined}
                label={say('今、県立図書館にある資料だけ', 'Only what is at the library now')}
              />
            </fieldset>
            <div class="actions">
              <Submit look="l">
                <Icon name="search" />
                {say('検索する', 'Search')}
              </Submit>
            </div>
          </form>
        </search>
      </div>
    </PatronPage>
  );
}

function Check({ name, checked, label }: { name: string; checked: boolean; label: string }) {
  return (
    <label class="check">
      <input type="checkbox" name={name} value="true" checked={checked} />
      <span>{label}</span>
    </label>
  );
}
