import type { Frame } from './frame.tsx';

/** The pages whose numbers are shown: the first, the last, and those around this one; undefined where some are left out. */
export function pagesShown(page: number, last: number): (number | undefined)[] {
  const near = [1, page - 1, page, page + 1, last].filter((one) => one >= 1 && one <= last);
  const shown = [...new Set(near)].sort((a, b) => a - b);
  return shown.flatMap((one, n) => {
    const before = shown[n - 1] ?? one - 1;
    if (one - before === 2) return [one - 1, one];
    return one - before > 2 ? [undefined, one] : [one];
  });
}

/** The way through the pages of a list. */
export function Pager(props: {
  frame: Pick<Frame, 'say'>;
  label: string;
  page: number;
  last: number;
  href: (page: number) => string;
}) {
  const { page, last, href } = props;
  const { say } = props.frame;
  if (last <= 1) return null;
  return (
    <nav class="pager" aria-label={props.label}>
      <ul>
        {page > 1 ? (
          <li>
            <a href={href(page - 1)} rel="prev">
              {say('前へ', 'Previous')}
            </a>
          </li>
        ) : null}
        {pagesShown(page, last).map((one, n) => (
          <li key={one ?? `gap-${n}`}>
            {one === undefined ? (
              <span aria-hidden="true">…</span>
            ) : one === page ? (
              <span aria-current="page">{one}</span>
            ) : (
              <a href={href(one)}>{one}</a>
            )}
          </li>
        ))}
        {page < last ? (
          <li>
            <a href={href(page + 1)} rel="next">
              {say('次へ', 'Next')}
            </a>
          </li>
        ) : null}
      </ul>
    </nav>
  );
}
