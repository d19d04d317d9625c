import type { RecordDescription, RecordDetail } from '@toshobin/contracts';
import type { ComponentChildren } from 'preact';
import { Pair, Part, Tap } from '../pages/elements.tsx';
import type { Frame } from '../pages/frame.tsx';
import { Japanese } from '../pages/japanese.tsx';
import { issnOf } from '../records/issn-of.ts';
import { readingOf, titleOf } from '../records/title-of.ts';
import { readAsked, searchPath } from '../search/asked.ts';
import { kindName } from '../search/conditions.ts';

/** The bibliographic description; what is not known is left out. */
export function Description(props: { frame: Frame; record: RecordDetail; className: string | undefined }) {
  const { frame, record, className } = props;
  const { say } = frame;
  const { author, authorReading, translator, publisher, year, isbns, ndc, kind, series } = record;
  const { contributors, otherTitles, seriesReading, seriesVolume, furtherSeries } = record.description;
  const { edition, pages, language, subjects, notes } = record.description;
  const others = contributors.filter(({ role }) => role !== 'author' && role !== 'translator');
  const ja = (text: ComponentChildren) => <Japanese frame={frame}>{text}</Japanese>;
  const read = (text: string, reading: string | null) => (reading === null ? text : `${text}（${reading}）`);
  const titles = (kind: RecordDescription['otherTitles'][number]['kind']) =>
    listed(
      otherTitles
        .filter((title) => title.kind === kind)
        .map(({ written, reading }) => ja(read(written, reading || null))),
    );
  const allSeries =
    series === null
      ? furtherSeries
      : [{ written: series, reading: seriesReading, volume: seriesVolume }, ...furtherSeries];
  const pairs: [string, ComponentChildren][] = [
    [say('書名', 'Title'), ja(read(titleOf(record), readingOf(record)))],
    [say('別の書名', 'Other titles'), titles('varying')],
    [say('統一書名', 'Uniform title'), titles('uniform')],
    [say('収録・関連の書名', 'Titles in or beside it'), titles('added')],
    [
      say('著者', 'Author'),
      author === null
        ? null
        : ja(
            <>
              <a href={searchPath(readAsked({ author }))}>{author}</a>
              {authorReading === null ? '' : `（${authorReading}）`}
            </>,
          ),
    ],
    [
      say('訳者', 'Translator'),
      translator === null
        ? null
        : ja(<a href={searchPath(readAsked({ author: translator }))}>{translator}</a>),
    ],
    [
      say('編者ほか', 'Editors and others'),
      listed(
        others.map(({ written, reading, role }) => (
          <>
            {ja(<a href={searchPath(readAsked({ author: written }))}>{written}</a>)}
            {reading === '' ? '' : ja(`（${reading}）`)} {roleName(role, say)}
          </>
        )),
      ),
    ],
    [
      say('シリーズ', 'Series'),
      listed(
        allSeries.map(({ written, reading, volume }) =>
          ja(
            <>
              <Tap href={searchPath(readAsked({ q: written }))}>{written}</Tap>
              {reading === '' ? '' : `（${reading}）`}
              {volume === '' ? '' : ` ${volume}`}
            </>,
          ),
        ),
      ),
    ],
    [say('版', 'Edition'), edition === '' ? null : ja(edition)],
    [say('出版社', 'Publisher'), publisher === null ? null : ja(publisher)],
    [say('出版年', 'Year'), year === null ? null : say(`${year}年`, String(year))],
    [say('ページ・冊数', 'Extent'), pages === '' ? null : ja(pages)],
    [say('言語', 'Language'), language === '' ? null : languageName(language, say)],
    ['ISBN', listed(isbns)],
    ['ISSN', issnOf(record)],
    [
      say('件名', 'Subjects'),
      listed(
        subjects.map((subject) => ja(<Tap href={searchPath(readAsked({ q: subject }))}>{subject}</Tap>)),
      ),
    ],
    [
      say('分類', 'Class'),
      ndc === null ? null : (
        <Tap href={`/browse/${ndc.slice(0, 3)}`}>
          <span>
            {ndc} {className === undefined ? null : ja(className)}
          </span>
        </Tap>
      ),
    ],
    [say('種類', 'Kind'), kindName(kind, say)],
    [
      say('保護カバー（袋）', 'Protective cover'),
      record.protectiveCover
        ? say('あり。そのままご返却ください。', 'It travels in one. Please return it in the cover.')
        : null,
    ],
    [say('注記', 'Notes'), listed(notes.map((note) => ja(note)))],
    [say('書誌番号', 'Record number'), record.number],
    [say('出典', 'Source'), sourceName(record.source, frame)],
  ];
  return (
    <Part id="description" title={say('書誌', 'Description')}>
      <div class="card">
        <dl class="pairs">
          {pairs
            .filter(([, value]) => value !== null)
            .map(([name, value]) => (
              <Pair key={name} name={name}>
                {value}
              </Pair>
            ))}
        </dl>
      </div>
    </Part>
  );
}

/** Several of one kind, each in a line of its own; null for none. */
function listed(items: readonly ComponentChildren[]): ComponentChildren {
  if (items.length === 0) return null;
  return items.map((item, place) => <div key={String(place)}>{item}</div>);
}

function roleName(role: RecordDescription['contributors'][number]['role'], say: Frame['say']): string {
  switch (role) {
    case 'editor':
      return say('編', 'editor');
    case 'illustrator':
      return say('絵', 'illustrator');
    default:
      return '';
  }
}

/** 日本語 for jpn; the code itself where nobody has named it. */
function languageName(code: string, say: Frame['say']): string {
  const names = new Intl.DisplayNames(say('ja', 'en'), { type: 'language', fallback: 'code' });
  return names.of(code) ?? code;
}

function sourceName(source: string, frame: Frame): ComponentChildren {
  switch (source) {
    case 'aozora':
      return <Japanese frame={frame}>青空文庫 作品一覧</Japanese>;
    case 'example':
      return frame.say('見本（架空の資料）', 'An example; made up');
    case 'desk':
      return frame.say('県立図書館', 'The prefectural library');
    default:
      return <Japanese frame={frame}>{source}</Japanese>;
  }
}
