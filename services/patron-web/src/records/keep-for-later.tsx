import type { RecordSummary } from '@toshobin/contracts';
import { Icon } from '@toshobin/web';
import { Form, OfTitle, Tap } from '../pages/elements.tsx';
import type { Frame } from '../pages/frame.tsx';
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
        <Tap href="/later">{say('あとで読むに入っています', 'On your list for later')}</Tap>
      </p>
    );
  }
  return (
    <Form frame={frame} action="/later/add" fields={{ recordId: record.recordId, back: props.back }}>
      <button type="submit" class="btn btn--quiet">
        <Icon name="hold" />
        {say('あとで読む', 'Read later')}
        <OfTitle title={titleOf(record)} say={say} />
      </button>
    </Form>
  );
}
