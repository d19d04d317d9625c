import { instantFromDate } from '@toshobin/lending-rules';
import { Icon } from '@toshobin/web';
import type { Ask, ScanRow } from '../sessions/desk-scans.ts';
import type { Tone } from '../sessions/desk-state.ts';
import { toneIcons, UndoForm } from './answer.tsx';
import { Breakable } from './breakable.tsx';
import { CopyNamed } from './copy-named.tsx';
import { clockOf } from './dates.ts';
import type { WhereFrom } from './fields.ts';
import { Part } from './frame.tsx';
import { Post } from './post.tsx';
import { Submit } from './press.tsx';

export const ASKS: Readonly<Record<Ask, string>> = {
  cover: '保護カバー（袋）',
  supplement: '付属資料',
};

/** What was scanned at this terminal, newest first; each can be taken back, and what was asked can still be answered. */
export function SessionList(props: {
  rows: readonly ScanRow[];
  tally: Partial<Record<Tone, number>>;
  counted: readonly { tone: Tone; label: string }[];
  title?: string;
  /** The answer that is shown large: what is asked about it is asked there. */
  answer?: { factId?: string | undefined } | undefined;
  /** Where copies come from, as it stays for the next one. */
  from?: WhereFrom | undefined;
  /** The scan that is taken back by typing 0, if it is none that stands large. */
  key0?: string;
}) {
  const { rows, tally, from } = props;
  const all = Object.entries(tally).reduce(
    (sum, [tone, count]) => sum + (tone === 'stop' || tone === 'again' ? 0 : (count ?? 0)),
    0,
  );
  return (
    <Part class="s-panel" id="session-h" title={`${props.title ?? '今日この端末で（この担当）'}　${all}点`}>
      <p class="s-tally">
        {props.counted.map(({ tone, label }) => (
          <span key={tone}>
            {label} <b>{tally[tone] ?? 0}</b>
          </span>
        ))}
      </p>
      <ol class="s-session">
        {rows.map((row) => (
          <li key={row.factId} class={row.undoneAt ? 's-session__undone' : ''}>
            <time dateTime={row.scannedAt.toISOString()}>{clockOf(instantFromDate(row.scannedAt))}</time>
            <span class="s-pill" data-tone={row.undoneAt ? 'again' : row.tone}>
              <Icon name={toneIcons[row.undoneAt ? 'again' : row.tone]} />
              <span>{row.undoneAt ? '取り消しました' : <Breakable text={row.short} />}</span>
            </span>
            <span class="s-session__code">
              <CopyNamed barcode={row.code} />
            </span>
            {row.undoable && !row.undoneAt ? (
              <UndoForm
                voids={row.factId}
                page={row.page}
                about={row.code}
                from={from}
                key0={row.factId === props.key0}
              />
            ) : null}
            {(row.factId === props.answer?.factId ? [] : row.asks).map((ask) => (
              <AskForm key={ask} row={row} ask={ask} words={ASKS[ask]} from={from} />
            ))}
          </li>
        ))}
      </ol>
    </Part>
  );
}

/** A question about a copy; on the answer with the numbers that may be typed instead. */
export function AskForm(props: {
  row: Pick<ScanRow, 'factId' | 'page' | 'code'>;
  ask: Ask;
  words: string;
  /** The number for 「ある」; the next one is 「ない」. */
  number?: number | undefined;
  from?: WhereFrom | undefined;
}) {
  const { row, number, from } = props;
  const code = `（${row.code}）`;
  return (
    <Post
      to="/scans/answers"
      class="s-check"
      data-tone="ask"
      hidden={{ about: row.factId, ask: props.ask, page: row.page, ...(from ? { from } : {}) }}
    >
      {number === undefined ? null : <Icon name="question" />}
      <p>{props.words}</p>
      <Submit name="has" value="yes" says="ある" digit={number} unseen={code} />
      <Submit look="second" name="has" value="no" says="ない" digit={number && number + 1} unseen={code} />
    </Post>
  );
}
