import type { RecordDetail } from '@toshobin/contracts';
import { type Refusal, refuse } from '@toshobin/lending-rules';
import { bookWords } from '../basket/item-words.tsx';
import { counted } from '../pages/counted.ts';
import { Cover } from '../pages/cover.tsx';
import { Crumbs } from '../pages/crumbs.tsx';
import { Part } from '../pages/elements.tsx';
import { type Frame, PatronPage } from '../pages/frame.tsx';
import { Japanese } from '../pages/japanese.tsx';
import { basketAnchor } from '../pages/just-done.ts';
import { SearchHead } from '../pages/search-head.tsx';
import { lendingName } from '../records/availability.tsx';
import { canReserve } from '../records/can-reserve.ts';
import { recordPath } from '../records/record-path.ts';
import { readingOf, titleOf } from '../records/title-of.ts';
import { VolumesLink } from '../records/volumes-link.tsx';
import type { OwnTitles } from '../search/own-titles.ts';
import { Citations } from './citations.tsx';
import { CopyState } from './copy-state.tsx';
import { Description } from './description.tsx';
import { ReserveBox } from './reserve-box.tsx';
import { jsonInScript } from './schema-org.ts';

/** One record: who waits and for how long, whether it can be reserved (or why not), its copies, its description. */
export function RecordPage(props: {
  frame: Frame;
  record: RecordDetail;
  /** The catalog's name of its class. */
  className: string | undefined;
  /** R16: why whoever is signed in can't reserve it once more. */
  had: ReturnType<OwnTitles['get']>;
  later: ReadonlySet<string> | undefined;
  /** The results that the visitor came from. */
  results: string | undefined;
  /** Where one sees whether a library of one's own town has it. */
  elsewhere: string | undefined;
  schemaOrg: unknown;
  publicUrl: string;
}) {
  const { frame, record, results, publicUrl } = props;
  const { say } = frame;
  const path = recordPath(record);
  const reading = readingOf(record);
  return (
    <PatronPage
      frame={frame}
      title={titleOf(record)}
      at="/"
      head={
        <>
          <SearchHead
            publicUrl={publicUrl}
            path={path}
            indexed
            shared={{
              title: titleOf(record),
              description: `${bookWords(record)}｜${frame.front.libraryName}`,
            }}
          />
          <script
            type="application/ld+json"
            // JSON for robots; jsonInScript has escaped what could end the element.
            dangerouslySetInnerHTML={{ __html: jsonInScript(props.schemaOrg) }}
          />
        </>
      }
    >
      <Crumbs
        frame={frame}
        under="search"
        by={results === undefined ? [] : [{ href: results, label: say('検索結果', 'Results') }]}
        here={say('資料の詳細', 'Title')}
      />
      <div class="with-aside record">
        <div class="stack">
          <header class="work-head" id={basketAnchor(record.recordId)} tabIndex={-1}>
            <Cover record={record} frame={frame} size="l" />
            <div>
              <h1>
                <Japanese frame={frame}>{titleOf(record)}</Japanese>
              </h1>
              {reading === null ? null : (
                <p class="muted">
                  <Japanese frame={frame}>{reading}</Japanese>
                </p>
              )}
              {record.author ? (
                <p class="lead">
                  <Japanese frame={frame}>
                    {record.translator ? `${record.author}　${record.translator}／訳` : record.author}
                  </Japanese>
                </p>
              ) : null}
              <VolumesLink record={record} frame={frame} />
            </div>
          </header>
        </div>
        <ReserveBox
          frame={frame}
          record={record}
          refusal={whyNot(record, props.had)}
          later={props.later}
          results={results}
        />
        <div class="stack stack--l">
          <Copies frame={frame} record={record} />
          {props.elsewhere === undefined ? null : (
            <p>
              <a class="tap" href={props.elsewhere} rel="noreferrer">
                {say(
                  'お住まいの市町村の図書館にあるか調べる（県内の横断検索・外部のサイト）',
                  'See whether a library of your town has it (union search, another site)',
                )}
              </a>
            </p>
          )}
          <Description frame={frame} record={record} className={props.className} />
          <Citations frame={frame} record={record} publicUrl={publicUrl} />
        </div>
      </div>
    </PatronPage>
  );
}

function whyNot(record: RecordDetail, had: ReturnType<OwnTitles['get']>): Refusal | undefined {
  const decision = had === undefined ? canReserve(record) : refuse(had);
  return decision.ok ? undefined : decision.refusal;
}

function Copies({ frame, record }: { frame: Frame; record: RecordDetail }) {
  const { say } = frame;
  const { copies } = record;
  const columns = {
    barcode: say('資料番号', 'Barcode'),
    shelfMark: say('請求記号', 'Shelf mark'),
    lending: say('貸出', 'Lending'),
    state: say('今の状態', 'State'),
  };
  return (
    <Part id="copies" title={say(`資料 ${copies.length}点`, counted(copies.length, 'copy', 'copies'))}>
      {copies.length === 0 ? (
        <p>{say('この資料は、いま所蔵していません。', 'The library has no copy of this title now.')}</p>
      ) : (
        <table class="table table--stack">
          <thead>
            <tr>
              {Object.values(columns).map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {copies.map((copy) => (
              <tr key={copy.copyId}>
                <td data-label={columns.barcode} class="num">
                  {copy.barcode}
                </td>
                <td data-label={columns.shelfMark}>
                  <Japanese frame={frame}>{copy.shelfMark}</Japanese>
                </td>
                <td data-label={columns.lending}>{lendingName(record.lending, say)}</td>
                <td data-label={columns.state}>
                  <CopyState copy={copy} frame={frame} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Part>
  );
}
