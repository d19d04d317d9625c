import { isIsbn, readBarcode, titleOf, type UnderstoodAs } from '@toshobin/contracts';
import { Notice } from '@toshobin/web';
import { birthday } from '../pages/dates.ts';
import { Part, TitledPage, useFrame } from '../pages/frame.tsx';
import { Table } from '../pages/heads.tsx';
import { Post } from '../pages/post.tsx';
import { Submit, Tap, Way } from '../pages/press.tsx';
import { mayDo } from '../roles.ts';
import { type Lists, type Person, pagesOf } from './found.ts';

const WHAT_IS_FOUND =
  '貸出カード、お名前（かな・漢字）、電話番号の下4桁から、書名、著者、予約番号、取り置き番号、資料番号、書誌番号、小包番号、ゆうパックのお問い合わせ番号、館名でさがせます。';
const WHAT_NUMBERS_OPEN = '予約番号、取り置き番号、資料番号から、予約の経過を開けます。';
const NO_SUCH_NUMBER =
  '見つかりません。番号はすべての桁を入れてください。資料番号では、予約か貸出が続いているものを開けます。';
/** What was typed was taken for that. */
const SEARCHED_AS: Partial<Record<UnderstoodAs, string>> = {
  class: '分類',
  subject: '主題',
  name: '目録での名前',
};
const NO_SUCH_ISBN =
  'ISBN（本の裏表紙のバーコード）の番号です。その資料はありません。資料番号を読み取ってください。';
const NO_SUCH_PARCEL =
  '小包番号です。その小包はありません。番号を確かめて、もう一度入れるか、読み取ってください。';

export function FindPage({ q, found }: { q: string; found: Lists | undefined }) {
  const frame = useFrame();
  const byName = frame.staff !== undefined && mayDo[frame.staff.role].has('findByName');
  // Of what can't be asked for nobody knows that there is nothing.
  const nothing =
    found &&
    found.away.length === 0 &&
    found.persons.length + found.titles.length + found.libraries.length === 0;
  return (
    <TitledPage title="さがす" heading={q === '' ? 'さがす' : `「${q}」をさがす`} finds>
      {found === undefined ? <p>{byName ? WHAT_IS_FOUND : WHAT_NUMBERS_OPEN}</p> : null}
      {found && found.away.length > 0 ? (
        <Notice tone="wait">ただいま{found.away.join('と')}をさがせません。</Notice>
      ) : null}
      {nothing ? <Nothing q={q} byName={byName} /> : null}
      {found && found.persons.length > 0 ? <Persons {...found} /> : null}
      {found && found.titles.length > 0 ? <Titles {...found} /> : null}
      {found && found.libraries.length > 0 ? (
        <Part class="stack" id="libraries" title={`館　${found.libraries.length}館`}>
          <ul class="rows links">
            {found.libraries.map(({ code, name }) => (
              <li key={code}>
                <a href={`/libraries/${code}`}>{name}</a>
              </li>
            ))}
          </ul>
        </Part>
      ) : null}
    </TitledPage>
  );
}

function Nothing({ q, byName }: { q: string; byName: boolean }) {
  if (isIsbn(q)) return <p>{NO_SUCH_ISBN}</p>;
  if (!byName) return <p>{NO_SUCH_NUMBER}</p>;
  const reading = readBarcode(q);
  if (reading.ok && reading.kind === 'parcel') return <p>{NO_SUCH_PARCEL}</p>;
  return (
    <p>
      見つかりません。お名前は姓か名のはじめから（かなは、よみの登録がある方だけ）、電話番号は下4桁から、番号はすべての桁を入れてください。新しい方は
      <a href="/cards">貸出カード</a>から受け付けます。
    </p>
  );
}

function Persons({ persons, morePersons }: Pick<Lists, 'persons' | 'morePersons'>) {
  return (
    <Part class="stack" id="persons" title={`利用者　${persons.length}人${morePersons ? 'より多く' : ''}`}>
      <p>捜した人数と、カードを開いたことを記録します。↓ と ↑ のキーで一覧を移ります。</p>
      <Table of={['お名前', '生年月日', '電話', 'カード', { name: '開く', hidden: true }]}>
        {persons.map((person) => (
          <OnePerson key={person.cardNumber} person={person} />
        ))}
      </Table>
    </Part>
  );
}

const lastFour = (number: string | null) => (number === null ? '－' : `…${number.slice(-4)}`);

function OnePerson({ person }: { person: Person }) {
  return (
    <tr>
      <th scope="row">
        {person.name}
        {person.nameReading ? <small class="s-sub">{person.nameReading}</small> : null}
      </th>
      <td>{birthday(person.birthDate)}</td>
      <td class="s-num" data-label="電話">
        {lastFour(person.phone)}
      </td>
      <td class="s-num" data-label="カード">
        {lastFour(person.cardNumber)}
      </td>
      <td class="n">
        <Post to="/phone" once hidden={{ code: person.cardNumber }}>
          <Submit look="second" unseen={`：${person.name}`} says="カードを開く" />
        </Post>
      </td>
    </tr>
  );
}

/** What fits as it was typed is among the hits: of another name, and of words that were read as well. */
const isBesideTyped = ({ as, read }: NonNullable<Lists['understood']>) => as === 'name' || read.length > 0;

function Titles(lists: Lists) {
  const { titles, allTitles, capped, understood, withWords, shelfMarks, page } = lists;
  const pages = pagesOf(lists);
  const which = pages > 1 ? `（${page}／${pages}ページ）` : '';
  return (
    <Part class="stack" id="titles" title={`資料　${allTitles}件${capped ? '以上' : ''}${which}`}>
      {understood === null ? null : (
        <p>
          {isBesideTyped(understood) ? null : '入れたとおりの資料はありません。'}
          {SEARCHED_AS[understood.as] ?? ''}
          {understood.words === '' ? '近いことば' : `「${understood.words}」`}で
          {understood.read.length > 0 ? 'も' : ''}さがしました。
        </p>
      )}
      {understood === null && withWords !== null ? (
        <p>入れたことばのある資料は{withWords}件です。ほかは、その主題の分類の資料です。</p>
      ) : null}
      <Table of={['書名', '著者', '請求記号', '出版', '棚に', 'お待ち']}>
        {titles.map((title) => (
          <tr key={title.recordId}>
            <th scope="row">
              <Tap to={`/titles/${title.recordId}`} says={titleOf(title)} />
            </th>
            <td>{title.author ?? '－'}</td>
            <td data-label="請求記号">{shelfMarks.get(title.recordId)?.join('、') ?? '－'}</td>
            <td data-label="出版">{publishedBy(title)}</td>
            <td class="whole" data-label="棚に">
              {title.onShelf}／{title.copies}点
            </td>
            <td data-label="お待ち">{title.waiting}人</td>
          </tr>
        ))}
      </Table>
      {pages > 1 ? (
        <nav class="cluster" aria-label="資料のページ">
          {page > 1 ? <Way to={pageAt(page - 1)} says="前の20件" /> : null}
          {page < pages ? <Way to={pageAt(page + 1)} says="次の20件" /> : null}
        </nav>
      ) : null}
    </Part>
  );
}

/** By whom and when, as far as it is known: four editions of a work differ in nothing else. */
function publishedBy({ publisher, year }: Lists['titles'][number]): string {
  return [publisher, year && `${year}年`].filter(Boolean).join('　') || '－';
}

const pageAt = (page: number) => (page === 1 ? '/find' : `/find?page=${page}`);
