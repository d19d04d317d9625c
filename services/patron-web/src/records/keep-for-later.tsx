import type { RecordSummary } from '@toshobin/contracts';
import { Icon } from '@toshobin/web';
import { type Frame, Token } from '../pages/frame.tsx';
import { titleOf } from './title-of.ts';

/** Puts a title on the visitor's own list, or says that it is there. */
export function KeepForLater(props: {
  record: Pick<RecordSummary, 'recordId' | 'title' | 'subtitle'>;
  frame: Frame;
  back: string;
  /** What is on it; undefined for whoever is not signed in, who is asked to. */
  later: ReadonlySet<string> | undefined;
}) {
  const { record, frame, later } = props;
  const { say } = frame;
  if (later?.has(record.recordId)) {
    return (
      <p class="small">
        <a class="tap" href="/later">
          {say('あとで読むに入っています', 'On your list for later')}
        </a>
      </p>
    );
  }
  return (
    <form method="post" action="/later/add">
      <Token token={frame.token} />
      <input type="hidden" name="recordId" value={record.recordId} />
      <input type="hidden" name="back" value={props.back} />
      <button type="submit" class="btn btn--quiet">
        <Icon name="hold" />
        {say('あとで読む', 'Read later')}
        <span class="visually-hidden">
          {say('：', ': ')}
          <span lang="ja">{titleOf(record)}</span>
        </span>
      </button>
    </form>
  );
}
