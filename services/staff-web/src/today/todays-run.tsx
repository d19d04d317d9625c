import { Icon } from '@toshobin/web';
import { Breakable } from '../pages/breakable.tsx';
import { shortDate } from '../pages/dates.ts';
import { useNames } from '../pages/frame.tsx';
import { numbers, Table } from '../pages/heads.tsx';
import { inYen, modeWords } from '../parcels/parcel-words.ts';
import { Block } from './blocks.tsx';
import type { Waiting } from './read-today.ts';
import { type RunRow, todaysRun } from './run-rows.ts';

const nextWords = {
  pick: { href: '/pick-list', says: (row: RunRow) => `あと${row.copies - row.fetched}点 出庫` },
  pack: { href: '/packing', says: (row: RunRow) => `あと${row.fetched - row.packed}点 つめる` },
  dispatch: { href: '/dispatch-board', says: () => '発送できます' },
  left: { href: '/dispatch-board', says: () => '発送しました' },
} as const;

/** 今日の便: each library that something leaves for today, and what is still to be done for it. */
export function TodaysRun({ waiting }: { waiting: Waiting }) {
  const nameOf = useNames();
  const run = todaysRun(waiting);
  const rows = run ?? [];
  const sum = (of: (row: RunRow) => number) => rows.reduce((all, row) => all + of(row), 0);
  const copies = sum((row) => row.copies);
  const known = rows.every(({ yen }) => yen !== null);
  const { board } = waiting;
  const waits = board !== undefined && board.nextDispatchDay !== board.today;
  const next = waits ? `次の発送日は${shortDate(board.nextDispatchDay)}です。` : '';
  return (
    <Block
      id="run"
      name="今日の便"
      about={
        rows.length === 0
          ? ''
          : `${rows.length}館 ${copies}点　出庫 ${sum((row) => row.fetched)}/${copies}　小包 ${sum((row) => row.packed)}/${copies}${known ? `　${inYen(sum((row) => row.yen ?? 0))}` : ''}`
      }
      more={{ href: '/dispatch-board', label: '発送予定表' }}
      empty={
        run === undefined
          ? 'ただいま表示できません。'
          : rows.length === 0 && `今日出すものはありません。${next}`
      }
    >
      <Table
        class="s-grid"
        of={['受取館', '出庫', '小包へ', '送り方', ...numbers('送料'), '着く日', '次にすること']}
      >
        {rows.map((row) => (
          <Row key={row.library} row={row} name={nameOf(row.library)} />
        ))}
      </Table>
    </Block>
  );
}

function Row({ row, name }: { row: RunRow; name: string }) {
  const { href, says } = nextWords[row.next];
  const ways = (['yuMail', 'yuPack'] as const)
    .filter((mode) => row.parcels[mode] > 0)
    .map((mode) => `${modeWords[mode]} ${row.parcels[mode]}`);
  return (
    <tr data-off={row.next === 'left' ? '' : undefined}>
      <th class="k" scope="row">
        <Breakable text={name} />
      </th>
      <td>
        <Progress done={row.fetched} of={row.copies} />
      </td>
      <td>
        <Progress done={row.packed} of={row.copies} />
      </td>
      <td>
        {ways.length === 0 ? '－' : null}
        {ways.map((way) => (
          <span key={way} class="s-sent-as">
            {way}
          </span>
        ))}
      </td>
      <td class="n">{row.yen === null ? '－' : inYen(row.yen)}</td>
      <td class="w">{row.arrives === null ? '－' : shortDate(row.arrives)}</td>
      <td class="w">
        <a class="s-say" data-tone={row.next === 'dispatch' ? 'ok' : undefined} href={href}>
          {row.next === 'dispatch' ? <Icon name="ok" /> : null}
          {says(row)}
        </a>
      </td>
    </tr>
  );
}

function Progress({ done, of }: { done: number; of: number }) {
  return (
    <span class="s-prog" data-full={done === of ? '' : undefined}>
      <svg viewBox="0 0 36 8" preserveAspectRatio="none" aria-hidden="true">
        <rect width={of === 0 ? 0 : (36 * done) / of} height="8" />
      </svg>
      {done}/{of}
    </span>
  );
}
