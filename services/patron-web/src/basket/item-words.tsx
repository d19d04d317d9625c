import { placeIs, type RecordDetail, type RecordSummary } from '@toshobin/contracts';
import { Chip, RowTitle } from '../pages/elements.tsx';
import type { Frame } from '../pages/frame.tsx';
import { titleOf } from '../records/title-of.ts';

/** A title as the list of a basket or an application shows it; one that is gone from the catalogue has no name left. */
export function ItemTitle(props: { frame: Frame; record: RecordDetail | undefined; level: 'h2' | 'h3' }) {
  const { frame, record, level: Heading } = props;
  if (!record) {
    return (
      <Heading class="row-title">{frame.say('一覧からなくなった資料', 'No longer in the catalogue')}</Heading>
    );
  }
  return (
    <>
      <RowTitle recordId={record.recordId} title={titleOf(record)} level={Heading} />
      <p class="row-sub" lang="ja">
        {bookWords(record)}
      </p>
    </>
  );
}

/** Author, publisher and year, as far as they are known. */
export function bookWords({
  author,
  publisher,
  year,
}: Pick<RecordSummary, 'author' | 'publisher' | 'year'>): string {
  return [author, publisher, year === null ? null : `${year}年`].filter(Boolean).join('　');
}

/** Whether a copy is there, and how many wait. */
export function ItemState({ frame: { say }, record }: { frame: Frame; record: RecordDetail }) {
  const { copies, waiting } = record;
  const here = copies.some((copy) => copy.place === 'onShelf');
  const lent = copies.some((copy) => placeIs(copy.place, 'lent'));
  return (
    <p class="hit-state">
      {here ? (
        <Chip look={['ready', 'ok']}>{say('県立図書館にあります', 'At the prefectural library')}</Chip>
      ) : (
        <Chip look={['wait', 'clock']}>
          {lent ? say('貸出中', 'On loan') : say('準備中', 'Being prepared')}
        </Chip>
      )}
      {waiting > 0 || !here ? (
        <span>
          {say('待ち人数', 'Waiting:')}{' '}
          <b class="num">
            {waiting}
            {say('人', '')}
          </b>
        </span>
      ) : null}
    </p>
  );
}
