import type { RecordSummary } from '@toshobin/contracts';
import { Icon } from '@toshobin/web';
import type { Frame } from './frame.tsx';

export type CoverOf = Pick<RecordSummary, 'number' | 'title' | 'subtitle' | 'kind' | 'ndc' | 'isbns'>;

/** What stands on a slip at most; the title is beside it in words. */
const SLIP_CHARACTERS = 40;

/**
 * A drawn face of a title: cloth tinted by its class, in the pattern of its number, so that it looks the same wherever it
 * stands, with the title on a slip. It says nothing that words beside it do not say. Where a source of real covers is
 * configured, the real one comes over it, if there is one.
 * @param size `s` in lists of My Library, `m` beside one title, `l` on its own page
 */
export function Cover(props: {
  record: CoverOf;
  /** Left out, the cover is drawn alone. */
  frame?: Pick<Frame, 'covers'>;
  size?: 's' | 'm' | 'l';
}) {
  const { record, frame, size } = props;
  const classes = [
    'cover',
    ...(size ? [`cover--${size}`] : []),
    `c${record.ndc?.charAt(0) ?? 0}`,
    `p${Number(record.number.slice(1)) % 3}`,
  ];
  if (record.kind === 'magazineIssue') {
    const [, often, name = record.title] = /^(週刊|隔週刊|月刊|季刊)\s*(.+)$/.exec(record.title) ?? [];
    return (
      <span class={[...classes, 'cover--mag'].join(' ')} aria-hidden="true">
        <span class="cover-head" lang="ja">
          {often ? <small>{often}</small> : null}
          {name}
        </span>
        {record.subtitle ? (
          <span class="cover-no" lang="ja">
            {record.subtitle.replace(/^\d{4}年\s*/, '')}
          </span>
        ) : null}
        {frame ? <Real record={record} frame={frame} /> : null}
      </span>
    );
  }
  const audiovisual = record.kind === 'audiovisual';
  const title = [...record.title].slice(0, SLIP_CHARACTERS).join('');
  return (
    <span class={[...classes, ...(audiovisual ? ['cover--av'] : [])].join(' ')} aria-hidden="true">
      <span class={`cover-slip ${slipOf([...title].length)}`} lang="ja">
        {title}
      </span>
      {audiovisual ? (
        <span class="cover-kind">
          <Icon name="disc" />
        </span>
      ) : null}
      {frame ? <Real record={record} frame={frame} /> : null}
    </span>
  );
}

/** The page does not wait for it. */
function Real({ record, frame }: { record: CoverOf; frame: Pick<Frame, 'covers'> }) {
  const [isbn] = record.isbns;
  if (!frame.covers || isbn === undefined) return null;
  return <img class="cover-real" src={`/covers/${isbn}`} alt="" loading="lazy" decoding="async" />;
}

/** The slip by the number of characters: upright up to eight, then level. */
function slipOf(characters: number): string {
  if (characters <= 4) return 'is-s';
  if (characters <= 8) return 'is-m';
  return characters <= 18 ? 'is-h' : 'is-hx';
}
